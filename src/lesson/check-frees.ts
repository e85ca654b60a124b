/** Whether a function frees all that it is given: the blocks that its arguments reach when it is called. */
import { readVariable } from '../dwarf/read-variable.ts';
import { sizeOf } from '../dwarf/size-of.ts';
import { variablesInScope } from '../dwarf/variables-in-scope.ts';
import { usersLines } from '../replay/misuse-position.ts';
import type { BlockAt, Moment } from '../replay/timeline.ts';
import type { AllocationId, StepIndex } from '../util/units.ts';
import type { CheckFailure } from './check-result.ts';
import type { JudgedRun } from './judged-run.ts';
import type { LessonRun } from './lesson-run.ts';

const POINTER_BYTES = 4;

type Window = NonNullable<LessonRun['window']>;

export async function freesWhatItGets(run: JudgedRun, name: string): Promise<CheckFailure | undefined> {
  const whole = await run.whole();
  if (!whole?.window) return { what: { kind: 'too-long' } };
  const calls = outermostCalls(whole.window, name);
  if (calls.length === 0) return { what: { kind: 'never-called', function: name }, at: await run.atEnd() };
  const { survey } = whole;
  for (const { from, to } of calls) {
    const moment = whole.window.seek(from);
    const { freeStep, size, stack } = survey.allocationsOf(moment.task.process);
    const kept = reachedBy(moment, whole).find((id) => !(freeStep[id]! <= to));
    if (kept === undefined) continue;
    const line = usersLines(survey.stackLines(stack[kept]!))[0]?.line ?? 0;
    const last = whole.window.statementAt(Math.max(from, to - 1));
    return { what: { kind: 'not-freed', function: name, size: size[kept]!, line }, at: run.place([last], to) };
  }
  return undefined;
}

interface Call {
  /** Before its first statement. */
  readonly from: StepIndex;
  /** Before the first statement after it. */
  readonly to: StepIndex;
}

/** A recursive function's inner calls are part of the outer one. */
function outermostCalls(window: Window, name: string): Call[] {
  const calls: Call[] = [];
  for (let step = window.first; step < window.end; step++) {
    const { function: here, depth, process, thread } = window.statementAt(step);
    if (here !== name) continue;
    const to = window.find(step, 1, { kind: 'depth', atMost: depth - 1, task: { process, thread } }) ?? window.end;
    calls.push({ from: step, to });
    step = to - 1;
  }
  return calls;
}

/** The blocks that the innermost frame's parameters lead to, and those that these lead to. */
function reachedBy(moment: Moment, { debug, window, survey }: LessonRun): AllocationId[] {
  const frame = moment.frames.at(-1);
  if (!frame || !window) return [];
  const live = moment.blocks().filter(({ state }) => state === 'live');
  const reached = new Set<BlockAt>();
  const follow = (pointer: number): void => {
    const block = live.find(({ address, size }) => pointer >= address && pointer < address + Math.max(1, size));
    if (block) reached.add(block);
  };
  const followAll = (bytes: Uint8Array): void => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + POINTER_BYTES <= bytes.length; at += POINTER_BYTES) follow(view.getUint32(at, true));
  };
  const codeOffset = window.codeOf(frame.site);
  const readMemory = (address: number, n: number): Uint8Array => moment.bytes(address, n);
  for (const variable of variablesInScope(debug, codeOffset).filter(({ isParameter }) => isParameter)) {
    const { value } = readVariable(debug, variable, { frameBase: frame.frameBase, codeOffset, readMemory });
    if (value.address !== undefined && value.kind !== 'pointer') followAll(readMemory(value.address, value.size));
    if (value.kind !== 'pointer' || value.toFunction) continue;
    follow(value.target);
    // Of a variable of the caller's, what it holds.
    const isBlock = [...reached].some(({ address, size }) => value.target >= address && value.target < address + size);
    if (value.target > 0 && !isBlock) followAll(readMemory(value.target, sizeOf(debug, value.targetType) ?? 0));
  }
  // Grows while it is walked.
  for (const { address, size } of reached) followAll(readMemory(address, size));
  return [...reached].map(({ id }) => id).filter((id) => id <= survey.allocations.count);
}
