/** Where the last pointer to a leaked block went away. */
import { classifyBlocks, LeakKind } from '../leaks/reachability.ts';
import type { Finding, StackAt } from '../replay/findings.ts';
import { lastPointerLost } from '../replay/last-pointer.ts';
import { openWindow } from '../replay/replay.ts';
import type { WindowSurroundings } from '../replay/replay.ts';
import type { Moment, Replay } from '../replay/timeline.ts';
import type { RecordedWindow } from '../trace/recording.ts';
import type { AllocationId, ByteCount } from '../util/units.ts';

/** Programs with more memory than this are not searched: each position costs a look at all of it. */
const MOST_BYTES: ByteCount = 32 * 2 ** 20;
const MOST_FINDINGS = 20;
/** Shadow of a byte that has a value and can be given another: constants don't count as pointers. */
const VARIABLE = 0x81;

/**
 * For leaks that are definitely lost: the call stack of the statement that lost the last pointer to the first of the blocks,
 * and its step. The window must be of the whole run. Leaks for which that can't be told are left out.
 */
export function lostPointers(
  findings: readonly Finding[],
  window: RecordedWindow,
  surroundings: WindowSurroundings,
): ReadonlyMap<Finding, StackAt> {
  const replay = openWindow(window, surroundings);
  const lost = new Map<Finding, StackAt>();
  const leaks = findings.filter((finding) => finding.kind === 'leak' && finding.leak === 'definitely-lost');
  for (const leak of leaks.slice(0, MOST_FINDINGS)) {
    if (leak.kind !== 'leak') continue;
    const block = leak.blockIds[0] ?? 0;
    const step = lastPointerLost(replay, surroundings.survey, block, isReachable);
    if (step !== undefined && step > replay.first) lost.set(leak, placeAt(replay, step - 1));
  }
  return lost;
}

function placeAt(replay: Replay, step: number): StackAt {
  return {
    step,
    stack: replay
      .seek(step)
      .frames.map((frame) => frame.at)
      .reverse(),
  };
}

/** Whether globals or the stack lead to the block, as memcheck looks for it. */
function isReachable(moment: Moment, block: AllocationId): boolean {
  const { stackHigh, globalBase, heapBase } = moment.layout;
  const live = moment.blocks().filter((one) => one.state === 'live');
  const position = live.findIndex((one) => one.id === block);
  if (position < 0) return false;
  const bases = moment.frames.map((frame) => frame.frameBase).filter((base) => base > 0 && base < stackHigh);
  const stackTop = Math.min(stackHigh, ...bases);
  const last = live.at(-1)!;
  const low = Math.min(stackTop, globalBase);
  const size = last.address + last.size + 4 - low;
  if (size > MOST_BYTES) return true;
  const bytes = moment.bytes(low, size);
  const shadow = moment.shadow(low, size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readWord = (address: number): number => {
    const at = address - low;
    if (address >= globalBase)
      for (let i = 0; i < 4; i++) if (((shadow[at + i] ?? 0) & VARIABLE) !== VARIABLE) return 0;
    return view.getUint32(at, true);
  };
  const columns = {
    address: Uint32Array.from(live, (one) => one.address),
    size: Uint32Array.from(live, (one) => one.size),
  };
  const roots = [
    { address: globalBase, size: heapBase - globalBase },
    { address: stackTop, size: stackHigh - stackTop },
  ];
  const kind = classifyBlocks(columns, roots, readWord)[position];
  return kind === LeakKind.possiblyLost || kind === LeakKind.stillReachable;
}
