/** Recordings of the examples, for the widget: made once, and again when the engine or an example has changed. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { fingerprint, isCurrent, writeStamp } from './fingerprint.mjs';
import { root, runOrRefuse, say, withLock } from './setup.mjs';

const folder = 'build/recordings';
const stamp = `${folder}/.stamp`;
const stages = ['compile', 'wasm-binary', 'dwarf', 'instrument', 'run', 'leaks', 'trace', 'embed', 'util'];
const inputs = [...stages.map((stage) => `src/${stage}`), 'src/session/record-program.ts', 'wasm', 'examples'];

/** Makes `build/recordings/` current. */
export async function ensureRecordings() {
  const recorder = await ensureBundle('recorder');
  withLock('recordings', () => {
    const state = fingerprint(inputs);
    if (isCurrent(stamp, state) && existsSync(path.join(root, folder))) return;
    say('recording the examples');
    runOrRefuse(process.execPath, [recorder, path.join(root, 'build', 'toolchain'), path.join(root, folder)]);
    writeStamp(stamp, state);
  });
}
