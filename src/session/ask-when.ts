/** Looks for a moment without the box that asks what to look for; where there is none, the box opens and says so. */
import type { Session } from './session.svelte.ts';
import type { Sought } from './time-search.svelte.ts';

/** Goes to the nearest such moment in the first of these directions that has one. */
export async function askWhen(
  { shown: { search } }: Session,
  sought: Sought,
  ...directions: (1 | -1)[]
): Promise<void> {
  for (const direction of directions) {
    await search.find(sought, direction);
    if (search.state.kind !== 'none') return;
  }
  search.asked = sought.kind;
}

/** The same as before; asks what to look for if nothing was yet. */
export async function askAgain(session: Session, direction: 1 | -1): Promise<void> {
  const { last } = session.shown.search;
  if (last) await askWhen(session, last, direction);
  else if (session.playback.recorded) session.shown.search.asked = 'write';
}

/** Opens the box that asks. */
export function askFor({ shown: { search } }: Session, kind: Sought['kind']): void {
  search.asked = kind;
}
