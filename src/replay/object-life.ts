/** When a local variable that is no more began and ended, as far as a window tells. */
import { AFTER_LIFE, ShadowState } from '../trace/records.ts';
import type { Address, StepIndex } from '../util/units.ts';
import type { Finding, StackAt } from './findings.ts';
import type { Replay } from './timeline.ts';

export interface ObjectLife {
  /** The moment from which it was there. */
  readonly declared?: StackAt;
  /** The moment from which it was gone. */
  readonly ended: StackAt;
}

/** Bytes that belong to something. */
const HELD: ReadonlySet<number> = new Set([ShadowState.defined, ShadowState.undefined, ShadowState.readOnly]);

/** The lives of the variables that findings say were used after their end. Looks at some forty moments for each. */
export function objectLives(
  findings: readonly Finding[],
  replay: Replay,
  most: number,
): ReadonlyMap<Finding, ObjectLife> {
  const lives = new Map<Finding, ObjectLife>();
  for (const finding of findings) {
    if (lives.size === most) break;
    if (finding.kind !== 'use-after-scope' && finding.kind !== 'use-after-return') continue;
    const life = lifeBefore(replay, finding.address, finding.step - 1);
    if (life) lives.set(finding, life);
  }
  return lives;
}

function lifeBefore(replay: Replay, address: Address, step: StepIndex): ObjectLife | undefined {
  if (step < replay.first || step > replay.end) return undefined;
  const stateAt = (at: StepIndex): number => replay.seek(at).shadow(address, 1)[0] ?? 0;
  const ended = lastChange(replay.first, step, (at) => AFTER_LIFE.has(stateAt(at)));
  if (ended === undefined) return undefined;
  const declared = lastChange(replay.first, ended - 1, (at) => HELD.has(stateAt(at)));
  return {
    ended: before(replay, ended),
    ...(declared !== undefined && { declared: before(replay, declared) }),
  };
}

/**
 * The position from which `holds` is true, given that it is at `from`; undefined if it is from the window's beginning on. Strides
 * back until it isn't, then halves: where it came and went several times within a stride, one of those times is found.
 */
function lastChange(first: StepIndex, from: StepIndex, holds: (at: StepIndex) => boolean): StepIndex | undefined {
  if (from < first || !holds(from)) return undefined;
  let yes = from;
  let no: StepIndex | undefined;
  for (let stride = 1; no === undefined; stride *= 2) {
    const at = Math.max(first, from - stride);
    if (!holds(at)) no = at;
    else if (at === first) return undefined;
    else yes = at;
  }
  while (yes - no > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** A position, with the stack of the statement before it. */
function before(replay: Replay, step: StepIndex): StackAt {
  const { frames } = replay.seek(step - 1);
  return { step, stack: frames.map((frame) => frame.at).reverse() };
}
