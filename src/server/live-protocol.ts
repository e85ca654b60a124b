/** What the page and the server of a running native program say to each other, as JSON. */

/** Below the page: where the state is streamed from (server-sent events) and what is wanted is posted to. */
export const LIVE_PATH = 'live';

export interface LiveState {
  /** The program waits before its next allocation event. */
  readonly isPaused: boolean;
  readonly hasEnded: boolean;
  /** Events so far. */
  readonly steps: number;
  /** Events a second, lately. */
  readonly speed: number;
}

export type LiveWish =
  /** scan: every process looks for leaks at its next event. */
  | { readonly wish: 'pause' | 'continue' | 'scan' }
  /** So many allocation events more. */
  | { readonly wish: 'step'; readonly count: number };

const MOST_STEPS = 1_000_000;

/** Undefined for what is no wish: it comes from outside. */
export function parseWish(text: string): LiveWish | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { wish, count } = value as { readonly wish?: unknown; readonly count?: unknown };
  if (wish === 'pause' || wish === 'continue' || wish === 'scan') return { wish };
  const isCount = typeof count === 'number' && Number.isInteger(count) && count > 0 && count <= MOST_STEPS;
  return wish === 'step' && isCount ? { wish, count } : undefined;
}
