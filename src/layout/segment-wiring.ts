/**
 * Processes on both sides of the memory that they share, and the wires that lead from each to where it has a segment mapped:
 *
 *     [ A ]     [ B ]        one row above
 *       |         |
 *     --o 0x1b..--o 0x1b..--
 *     |      segment 1     |   a wire to a later segment passes behind an earlier one
 *     -----o 0x1c..---------
 *          |
 *        [ C ]               all others below
 */
import type { Address, ProcessId } from '../util/units.ts';

export interface PlacedProcess {
  readonly process: ProcessId;
  readonly isAbove: boolean;
  /** Both from 0; rows are counted on each side, away from the memory only below. */
  readonly column: number;
  readonly row: number;
}

export interface Placing {
  readonly columns: number;
  readonly processes: readonly PlacedProcess[];
}

export interface Wire extends PlacedProcess {
  /** Where the process has this segment mapped; none: the wire leads to another one. */
  readonly addresses: readonly Address[];
}

/** What is seen over and under one segment. */
export interface SegmentWires {
  readonly upper: readonly Wire[];
  readonly lower: readonly Wire[];
}

interface Mapped {
  readonly mappings: readonly { readonly process: ProcessId; readonly address: Address }[];
}

/** One row above, of half of the processes at most: however many there are, what they share is seen at once. */
export function placeProcesses(processes: readonly ProcessId[], columnsThatFit: number): Placing {
  const columns = Math.max(1, Math.min(columnsThatFit, Math.ceil(processes.length / 2)));
  return {
    columns,
    processes: processes.map((process, index) => {
      const isAbove = index < columns;
      const place = isAbove ? index : index - columns;
      return { process, isAbove, column: place % columns, row: Math.floor(place / columns) };
    }),
  };
}

/** The segments lie below each other, in this order. */
export function wireSegments({ processes }: Placing, segments: readonly Mapped[]): SegmentWires[] {
  const addressesOf = (process: ProcessId, segment: number): Address[] =>
    segments[segment]!.mappings.filter((mapping) => mapping.process === process).map(({ address }) => address);
  const reaches = segments.map((_, segment) =>
    processes.map(({ process }) => ({ isMapped: addressesOf(process, segment).length > 0 })),
  );
  return segments.map((_, at) => {
    /** `from` and `to` are segments: those that a wire on this side of the present one may lead to. */
    const wires = (isAbove: boolean, from: number, to: number, endsHere: boolean): Wire[] =>
      processes.flatMap((placed, index) => {
        if (placed.isAbove !== isAbove) return [];
        const leadsOn = reaches.some((each, segment) => segment >= from && segment < to && each[index]!.isMapped);
        return leadsOn ? [{ ...placed, addresses: endsHere ? addressesOf(placed.process, at) : [] }] : [];
      });
    return {
      upper: [...wires(true, at, segments.length, true), ...wires(false, 0, at, false)],
      lower: [...wires(false, 0, at + 1, true), ...wires(true, at + 1, segments.length, false)],
    };
  });
}
