import type { Survey } from '../replay/timeline.ts';
import type { ByteCount } from '../util/units.ts';

/** The most bytes that were live at once. */
export function peakBytes({ allocations: table, part }: Pick<Survey, 'allocations' | 'part'>): ByteCount {
  if (part) return part.whole.peakBytes;
  let live = 0;
  let peak = 0;
  for (const event of table.events) {
    live += event > 0 ? (table.size[event] ?? 0) : -(table.size[-event] ?? 0);
    if (live > peak) peak = live;
  }
  return peak;
}
