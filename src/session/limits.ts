/** The limits of a run in the page; components read them here, since only the session knows the runner. */
export { DEFAULT_LIMITS } from '../run/request.ts';
