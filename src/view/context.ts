/** The session reaches every component through Svelte's context, so that a page can hold more than one. */
import { getContext, setContext } from 'svelte';
import type { Session } from '../session/session.svelte.ts';

const KEY = Symbol('session');

export function provideSession(session: Session): void {
  setContext(KEY, session);
}

export function useSession(): Session {
  return getContext<Session>(KEY);
}
