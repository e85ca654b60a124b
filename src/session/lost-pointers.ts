/** When the last pointer to a leaked block went away, and where. */
import { classifyBlocks, LeakKind, type BlockColumns } from '../leaks/reachability.ts';
import type { Finding, StackAt } from '../replay/findings.ts';
import { lastPointerLost } from '../replay/last-pointer.ts';
import type { Moment, Replay, Survey } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { AllocationId, ByteCount } from '../util/units.ts';

/** A search looks at all memory some twenty times, while the page waits: beyond this it isn't made. */
const MOST_BYTES: ByteCount = 4 * 2 ** 20;
const MOST_BLOCKS = 20_000;
const MOST_FINDINGS = 8;

/**
 * For leaks that are definitely lost, the moment after the statement that lost the last pointer to the first of their blocks.
 * Takes a replay of the whole run; leaves out leaks for which that can't be told.
 */
export function lostPointers(
  findings: readonly Finding[],
  replay: Replay,
  survey: Survey,
): ReadonlyMap<Finding, StackAt> {
  const lost = new Map<Finding, StackAt>();
  if (survey.allocations.count > MOST_BLOCKS) return lost;
  for (const finding of findings) {
    if (finding.kind !== 'leak' || finding.leak !== 'definitely-lost') continue;
    const step = lastPointerLost(replay, survey, finding.blockIds[0] ?? 0, isReachable);
    if (step === undefined || step <= replay.first) continue;
    lost.set(finding, { step, stack: [replay.statementAt(step - 1)] });
    if (lost.size === MOST_FINDINGS) break;
  }
  return lost;
}

function isReachable(moment: Moment, block: AllocationId): boolean {
  const { layout } = moment;
  const live = moment.blocks().filter((each) => each.state === 'live');
  const index = live.findIndex((each) => each.id === block);
  if (index < 0) return false;
  const stackLow = Math.min(
    layout.stackHigh,
    ...moment.frames.map((frame) => frame.frameBase).filter((base) => base > 0),
  );
  const low = Math.min(stackLow, layout.globalBase);
  const last = live.at(-1);
  const high = Math.max(layout.heapBase, last ? last.address + last.size : 0) + 4;
  // Too much to search: taking everything for reachable makes the search end at once.
  if (high - low > MOST_BYTES) return true;
  const columns: BlockColumns = {
    address: Uint32Array.from(live, (each) => each.address),
    size: Uint32Array.from(live, (each) => each.size),
  };
  const roots = [
    { address: stackLow, size: layout.stackHigh - stackLow },
    { address: layout.globalBase, size: layout.heapBase - layout.globalBase },
  ];
  const kind = classifyBlocks(columns, roots, wordReader(moment, low, high))[index];
  return kind === LeakKind.stillReachable || kind === LeakKind.possiblyLost;
}

/** Words of [low, high) as they were written; those never written hold no pointers. */
function wordReader(moment: Moment, low: number, high: number): (address: number) => number {
  const bytes = moment.bytes(low, high - low);
  const shadow = moment.shadow(low, high - low);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (address) => (shadow[address - low] === ShadowState.undefined ? 0 : view.getUint32(address - low, true));
}
