import type { SegmentMoment, StepEvent } from '../replay/timeline.ts';
import type { ByteCount, ProcessId } from '../util/units.ts';

export interface SegmentCell {
  readonly byte: number;
  /** Who wrote it last in this window; undefined: nobody. */
  readonly writer: ProcessId | undefined;
  /** Who wrote or read it in the step that is seen. */
  readonly writing: ProcessId | undefined;
  readonly reading: ProcessId | undefined;
}

export interface SegmentRow {
  readonly offset: ByteCount;
  readonly cells: readonly SegmentCell[];
}

/** A row of bytes of a segment, and who did what to them. */
export function segmentRow(
  segment: SegmentMoment,
  events: readonly StepEvent[],
  offset: ByteCount,
  perRow: number,
): SegmentRow {
  const n = Math.min(perRow, segment.size - offset);
  const bytes = segment.bytes(offset, n);
  const writers = segment.writers(offset, n);
  const uses = events.flatMap((event) => usesOf(event, segment.segment));
  const userOf = (at: number, kind: Use['kind']): ProcessId | undefined =>
    uses.findLast((use) => use.kind === kind && at >= use.from && at < use.to)?.process;
  return {
    offset,
    cells: Array.from(bytes, (byte, i) => ({
      byte,
      writer: writers[i] ? writers[i] - 1 : undefined,
      writing: userOf(offset + i, 'write'),
      reading: userOf(offset + i, 'read'),
    })),
  };
}

interface Use {
  readonly kind: 'read' | 'write';
  readonly process: ProcessId;
  readonly from: ByteCount;
  readonly to: ByteCount;
}

function usesOf(event: StepEvent, segment: number): Use[] {
  const place = event.kind === 'store' ? event.change.shared : event.kind === 'read' ? event.shared : undefined;
  if (place?.segment !== segment) return [];
  const size = event.kind === 'store' ? event.change.after.length : event.kind === 'read' ? event.size : 0;
  const kind = event.kind === 'read' ? 'read' : 'write';
  return [{ kind, process: event.process, from: place.offset, to: place.offset + size }];
}
