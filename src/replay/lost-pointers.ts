/** Where the last pointer to a leaked block went away. */
import { classifyBlocks, LeakKind, type BlockColumns, type Range } from '../leaks/reachability.ts';
import type { AllocationId, ByteCount, ProcessId, StepIndex } from '../util/units.ts';
import type { Finding, LeakFinding, StackAt } from './findings.ts';
import { lastPointerLost } from './last-pointer.ts';
import { stackParts, type FramesKnown } from './stack-roots.ts';
import type { Moment, ProcessMemory, Replay, StackLine, Survey } from './timeline.ts';

/** How much is worth the search: each block takes some twenty looks at all memory. */
export interface SearchLimits {
  readonly bytes: ByteCount;
  readonly blocks: number;
  readonly findings: number;
}

/** Shadow of a byte that has a value and can be given another: constants don't count as pointers. */
const VARIABLE = 0x81;

/**
 * For leaks that are definitely lost: the first position without a pointer to the first of their blocks, and the call stack of
 * the statement before it. The replay must be of the whole run. Leaves out leaks for which that can't be told.
 */
export function lostPointers(
  findings: readonly Finding[],
  replay: Replay,
  survey: Survey,
  program: FramesKnown,
  limits: SearchLimits,
): ReadonlyMap<Finding, StackAt> {
  const lost = new Map<Finding, StackAt>();
  if (survey.allocations.count > limits.blocks) return lost;
  for (const finding of findings) {
    if (lost.size === limits.findings) break;
    if (finding.kind !== 'leak' || finding.leak !== 'definitely-lost') continue;
    const step = lastPointerLostBy(replay, survey, finding.process, finding.blockIds[0] ?? 0, program, limits.bytes);
    if (step === undefined || step <= replay.first) continue;
    lost.set(finding, { step, stack: stackOfLoss(replay, step, blockRange(survey, finding)) });
  }
  return lost;
}

function blockRange({ allocations }: Survey, { blockIds }: LeakFinding): Range {
  const { address, size } = allocations;
  const id = blockIds[0]!;
  return { address: address[id]!, size: Math.max(1, size[id]!) };
}

/**
 * Where the statement before `step` was when it lost the last pointer: in a function that it called from (`p = make()`) where a
 * pointer was overwritten after the return, else where the statement began. Innermost first.
 */
function stackOfLoss(replay: Replay, step: StepIndex, block: Range): StackLine[] {
  const stack = replay.seek(step - 1).frames.map((frame) => frame.at);
  let depth = stack.length;
  let lostAt = depth;
  for (const event of replay.seek(step).events) {
    if (event.kind === 'call') depth++;
    else if (event.kind === 'return') depth--;
    else if (event.kind === 'store' && pointedInto(event.change.before, block)) lostAt = depth;
  }
  return stack.slice(0, Math.max(1, lostAt)).reverse();
}

function pointedInto(bytes: Uint8Array, { address, size }: Range): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 4)
    if (view.getUint32(at, true) - address < size && view.getUint32(at, true) >= address) return true;
  return false;
}

/**
 * When a process had no pointer to a block any more: `lastPointerLost` with memcheck's rules. Undefined where its memory is larger than
 * `mostBytes`: that is too much to be searched.
 */
export function lastPointerLostBy(
  replay: Replay,
  survey: Survey,
  process: ProcessId,
  block: AllocationId,
  program: FramesKnown,
  mostBytes: ByteCount,
): StepIndex | undefined {
  let isKnown = true;
  const reachable = (moment: Moment, id: AllocationId): boolean => {
    const found = reachableBlocks(moment, program, process, mostBytes);
    isKnown &&= found !== undefined;
    return found?.has(id) ?? true;
  };
  const span = { had: hasSince(survey, block, process), end: lastPosition(replay, survey, process) };
  const lost = lastPointerLost(replay, block, reachable, span);
  return isKnown ? lost : undefined;
}

/** The first position at which a process has a block: a child has its parent's copies from its beginning. Infinity: there is no such block. */
export function hasSince(survey: Survey, block: AllocationId, process: ProcessId): StepIndex {
  const allocated = survey.allocations.step[block] ?? Infinity;
  return Math.max(allocated, survey.system.process(process)?.created ?? 0);
}

/** The last position at which a process has memory to look at. */
export function lastPosition(replay: Replay, survey: Survey, process: ProcessId): StepIndex {
  if (replay.statementAt(replay.end).process === process) return replay.end;
  const ended = survey.system.process(process)?.ended?.step;
  return ended === undefined ? replay.end : Math.max(replay.first, Math.min(replay.end, ended - 1));
}

/**
 * The blocks that globals or the stack of a process lead to, as memcheck looks for them, but for what is left on the stack; undefined if
 * that can't be told.
 */
export function reachableBlocks(
  moment: Moment,
  program: FramesKnown,
  process: ProcessId,
  mostBytes: ByteCount,
): ReadonlySet<AllocationId> | undefined {
  const seen = moment.process(process);
  // Where the stacks of further threads lie is not known.
  if (!seen || seen.threads.length > 1) return undefined;
  const { stackHigh, globalBase, heapBase } = moment.layout;
  const live = seen.blocks().filter((each) => each.state === 'live');
  const stack = stackParts(seen.frames, program, stackHigh);
  // Optimised code has pointers where no recording shows them.
  if (!stack) return undefined;
  const stackTop = [...stack.roots, ...stack.unnamed].reduce((low, { address }) => Math.min(low, address), stackHigh);
  const low = Math.min(stackTop, globalBase);
  const last = live.at(-1);
  const high = Math.max(heapBase, last ? last.address + last.size : 0) + 4;
  // Too much to search.
  if (high - low > mostBytes) return undefined;
  // What nothing names holds pointers only where a pointer leads to it, as a block does; it lies below the heap.
  const places = [...stack.unnamed, ...live];
  const columns: BlockColumns = {
    address: Uint32Array.from(places, (each) => each.address),
    size: Uint32Array.from(places, (each) => each.size),
  };
  const roots = [{ address: globalBase, size: heapBase - globalBase }, ...stack.roots];
  const kinds = classifyBlocks(columns, roots, wordReader(seen, low, high));
  const isReachable = (at: number): boolean => {
    const kind = kinds[stack.unnamed.length + at];
    return kind === LeakKind.possiblyLost || kind === LeakKind.stillReachable;
  };
  return new Set(live.filter((_, at) => isReachable(at)).map(({ id }) => id));
}

/** Words of [low, high) that were written: others hold no pointers, nor does what is left of a frame that returned. */
function wordReader(memory: ProcessMemory, low: number, high: number): (address: number) => number {
  const bytes = memory.bytes(low, high - low);
  const shadow = memory.shadow(low, high - low);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (address) => {
    const at = address - low;
    for (let i = 0; i < 4; i++) if (((shadow[at + i] ?? 0) & VARIABLE) !== VARIABLE) return 0;
    return view.getUint32(at, true);
  };
}
