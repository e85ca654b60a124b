/** A recording that is only to be looked at, without what only another run would need. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { functionAt } from '../dwarf/function-at.ts';
import type { Chunk, RecordedWindow, Recording, SiteTable, SnapshotFrame } from '../trace/recording.ts';
import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import { recordSize } from '../trace/walk-records.ts';
import { concatenate } from '../util/concatenate.ts';
import type { FunctionIndex } from '../util/units.ts';
import { readModule } from '../wasm-binary/module.ts';
import { HEADER_BYTES, SectionId } from '../wasm-binary/sections.ts';

const NAMES_FUNCTION: ReadonlySet<number> = new Set([RecordKind.call, RecordKind.enter, RecordKind.leave]);
const LEFT_OUT: ReadonlySet<number> = new Set([SectionId.custom, SectionId.data]);

/** Gives a recording whose tables of sites have only what its records name; what was given stays as it is. */
export function lighten(recording: Recording): Recording {
  return {
    ...recording,
    sites: onlySites(recording.sites, recording.survey),
    windows: recording.windows.map((window) =>
      window.sites ? { ...window, sites: onlySites(window.sites, window.chunks, framesAtStart(window)) } : window,
    ),
  };
}

/**
 * A module without debug information, names, data, and the library's instructions, in whose place there are zeros, which take no room once
 * deflated. The program's own tell what its steps read. Code offsets stay true.
 */
export function lightModule(wasm: Uint8Array, debug: DebugInfo): Uint8Array {
  const light = wasm.slice();
  const { bodies, codeStart, sections } = readModule(wasm);
  for (const { start, end } of bodies) if (!functionAt(debug, start - codeStart)) light.fill(0, start, end);
  const kept = sections.filter(({ id }) => !LEFT_OUT.has(id)).map(({ start, end }) => light.subarray(start, end));
  return concatenate([light.subarray(0, HEADER_BYTES), ...kept]);
}

/** Functions that were called, as records and frames name them, or in which something was recorded. */
export function namedFunctions({ sites, survey, windows }: Recording): Set<FunctionIndex> {
  const named = new Set(windows.flatMap(framesAtStart).map(({ functionIndex }) => functionIndex));
  for (const table of [sites, ...windows.map((window) => window.sites ?? sites)]) {
    for (const index of table.functionIndex) named.add(index);
  }
  for (const { words, length } of [survey, ...windows.map(({ chunks }) => chunks)].flat()) {
    for (let at = 0; at < length; at += recordSize(words, at)) {
      const header = words[at]!;
      if (NAMES_FUNCTION.has(header & KIND_MASK)) named.add(header >>> KIND_BITS);
    }
  }
  return named;
}

function framesAtStart({ snapshot, others = [] }: RecordedWindow): SnapshotFrame[] {
  return [snapshot, ...others].flatMap(({ frames, threads = [] }) =>
    [frames, ...threads.map((each) => each.frames)].flat(),
  );
}

/** Entries of the sites that records or frames may name. A word that is none but looks like one keeps an entry too many. */
function onlySites(sites: SiteTable, chunks: readonly Chunk[], frames: readonly SnapshotFrame[] = []): SiteTable {
  const named = new Set(frames.flatMap(({ callSite, statement }) => [callSite, statement]));
  for (const { words, length } of chunks) {
    for (const word of words.subarray(0, length)) {
      named.add(word);
      named.add(word >>> KIND_BITS);
    }
  }
  const kept = (column: Uint32Array): Uint32Array => column.map((value, site) => (named.has(site) ? value : 0));
  return { ...sites, code: kept(sites.code), functionIndex: kept(sites.functionIndex) };
}
