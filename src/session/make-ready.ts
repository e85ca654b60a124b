/** A recording of a whole run -> what a page shows of it without reading a module: see `ready-recording.ts`. */
import { gzipSync } from 'fflate';
import { createResolver } from '../replay/program-resolver.ts';
import type { Chunk, Recording } from '../trace/recording.ts';
import { pack } from '../util/pack.ts';
import { readModule } from '../wasm-binary/module.ts';
import { lighten, lightModule, namedFunctions } from './light-recording.ts';
import type { ReadyRecording } from './ready-recording.ts';
import type { Recorded } from './recorded.ts';

/** `recorded`: what was read of the recording. */
export function makeReady(recording: Recording, recorded: Recorded): ReadyRecording {
  const { meta, module, end } = recording;
  const { debug, findings, lost, leaked, lives } = recorded;
  const light = lighten(recording);
  const { sites, survey, windows } = light;
  const [window] = windows;
  const { functionName } = createResolver(module, debug);
  const { importedFunctions, bodies, elements } = readModule(module);
  const named = new Set([...namedFunctions(light), ...(elements ?? []).flatMap((element) => element.functions)]);
  const functions = Array.from({ length: importedFunctions + bodies.length }, (_, index) => {
    const { name, libc } = functionName(index);
    return [index, [name, libc] as const] as const;
  }).filter(([index, [, libc]]) => !libc || named.has(index));
  const table = (elements ?? []).flatMap((element) =>
    element.functions.map((index, i) => [element.offset + i, index] as const),
  );
  return {
    ...{ meta, sites, debug, findings, end },
    module: lightModule(module, debug),
    survey: survey.map(usedWords),
    window: window && { ...window, chunks: window.chunks.map(usedWords) },
    functions: Object.fromEntries(functions),
    table: Object.fromEntries(table),
    lost: [...lost].map(([finding, at]) => [findings.indexOf(finding), at]),
    lostBlocks: [...leaked],
    lives: [...lives].map(([finding, life]) => [findings.indexOf(finding), life]),
  };
}

export function packReady(ready: ReadyRecording): Uint8Array {
  return gzipSync(pack(ready), { level: 9, mtime: 0 });
}

function usedWords({ process, words, length }: Chunk): Chunk {
  return { process, words: words.subarray(0, length), length };
}
