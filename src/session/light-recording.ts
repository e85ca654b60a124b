/**
 * A recording that is only to be looked at, without what only another run would need: a third of the size. It reads, replays and
 * reports as before. Its program doesn't run any more.
 */
import type { Chunk, RecordedWindow, Recording, SiteTable, SnapshotFrame } from '../trace/recording.ts';
import { KIND_BITS } from '../trace/records.ts';
import { functionAt } from '../dwarf/function-at.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { readModule } from '../wasm-binary/module.ts';

/** Takes a recording whose module is whole, and gives a lighter one; what was given stays as it is. */
export function lighten(recording: Recording): Recording {
  return {
    ...recording,
    module: withoutInstructions(recording.module),
    sites: onlySites(recording.sites, recording.survey),
    windows: recording.windows.map((window) =>
      window.sites ? { ...window, sites: onlySites(window.sites, window.chunks, framesAtStart(window)) } : window,
    ),
  };
}

/**
 * Zeros for the instructions of the library: names, debug information and offsets stay true, and zeros take no room once deflated.
 * The program's own tell what its steps read.
 */
function withoutInstructions(wasm: Uint8Array): Uint8Array {
  const light = wasm.slice();
  const debug = readDebugInfo(wasm);
  const { bodies, codeStart } = readModule(wasm);
  for (const { start, end } of bodies) if (!functionAt(debug, start - codeStart)) light.fill(0, start, end);
  return light;
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
