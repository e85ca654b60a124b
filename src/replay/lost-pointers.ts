/** Where the last pointer to a leaked block went away. */
import { classifyBlocks, LeakKind, type BlockColumns } from '../leaks/reachability.ts';
import type { AllocationId, ByteCount, ProcessId, StepIndex } from '../util/units.ts';
import type { Finding, StackAt } from './findings.ts';
import { lastPointerLost } from './last-pointer.ts';
import type { Moment, ProcessMemory, Replay, Survey } from './timeline.ts';

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
  limits: SearchLimits,
): ReadonlyMap<Finding, StackAt> {
  const lost = new Map<Finding, StackAt>();
  if (survey.allocations.count > limits.blocks) return lost;
  for (const finding of findings) {
    if (lost.size === limits.findings) break;
    if (finding.kind !== 'leak' || finding.leak !== 'definitely-lost') continue;
    const step = lastPointerLostBy(replay, survey, finding.process, finding.blockIds[0] ?? 0, limits.bytes);
    if (step === undefined || step <= replay.first) continue;
    const { frames } = replay.seek(step - 1);
    lost.set(finding, { step, stack: frames.map((frame) => frame.at).reverse() });
  }
  return lost;
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
  mostBytes: ByteCount,
): StepIndex | undefined {
  const reachable = (moment: Moment, id: AllocationId): boolean => isReachable(moment, process, id, mostBytes);
  return lastPointerLost(replay, survey, block, reachable, lastPosition(replay, survey, process));
}

/** The last position at which a process has memory to look at. */
function lastPosition(replay: Replay, survey: Survey, process: ProcessId): StepIndex {
  if (replay.statementAt(replay.end).process === process) return replay.end;
  const ended = survey.system.process(process)?.ended?.step;
  return ended === undefined ? replay.end : Math.max(replay.first, Math.min(replay.end, ended - 1));
}

/** Whether globals or the stack of a process lead to the block, as memcheck looks for it. */
function isReachable(moment: Moment, process: ProcessId, block: AllocationId, mostBytes: ByteCount): boolean {
  const seen = moment.process(process);
  // Where the stacks of further threads lie is not known: taking everything for reachable makes the search end at once.
  if (!seen || seen.threads.length > 1) return true;
  const { stackHigh, globalBase, heapBase } = moment.layout;
  const live = seen.blocks().filter((each) => each.state === 'live');
  const index = live.findIndex((each) => each.id === block);
  if (index < 0) return false;
  const bases = seen.frames.map((frame) => frame.frameBase).filter((base) => base > 0 && base < stackHigh);
  const stackTop = Math.min(stackHigh, ...bases);
  const low = Math.min(stackTop, globalBase);
  const last = live.at(-1);
  const high = Math.max(heapBase, last ? last.address + last.size : 0) + 4;
  // Too much to search.
  if (high - low > mostBytes) return true;
  const columns: BlockColumns = {
    address: Uint32Array.from(live, (each) => each.address),
    size: Uint32Array.from(live, (each) => each.size),
  };
  const roots = [
    { address: globalBase, size: heapBase - globalBase },
    { address: stackTop, size: stackHigh - stackTop },
  ];
  const kind = classifyBlocks(columns, roots, wordReader(seen, globalBase, low, high))[index];
  return kind === LeakKind.possiblyLost || kind === LeakKind.stillReachable;
}

/** Words of [low, high): of globals and the heap only those that were written, as others hold no pointers. */
function wordReader(memory: ProcessMemory, globalBase: number, low: number, high: number): (address: number) => number {
  const bytes = memory.bytes(low, high - low);
  const shadow = memory.shadow(low, high - low);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (address) => {
    const at = address - low;
    if (address >= globalBase)
      for (let i = 0; i < 4; i++) if (((shadow[at + i] ?? 0) & VARIABLE) !== VARIABLE) return 0;
    return view.getUint32(at, true);
  };
}
