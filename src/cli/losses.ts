/** The last pointers to leaked blocks, as reports name them. */
import type { Finding, StackAt } from '../replay/findings.ts';
import { lostPointers } from '../replay/lost-pointers.ts';
import { openWindow, type WindowSurroundings } from '../replay/replay.ts';
import type { RecordedWindow } from '../trace/recording.ts';

const LIMITS = { bytes: 32 * 2 ** 20, blocks: Infinity, findings: 20 };

/** By leak: the statement that lost the last pointer, with its step. The window must be of the whole run. */
export function lossesOf(
  findings: readonly Finding[],
  window: RecordedWindow,
  surroundings: WindowSurroundings,
): ReadonlyMap<Finding, StackAt> {
  const lost = lostPointers(
    findings,
    openWindow(window, surroundings),
    surroundings.survey,
    surroundings.resolver,
    LIMITS,
  );
  return new Map([...lost].map(([finding, { step, stack }]) => [finding, { step: step - 1, stack }]));
}
