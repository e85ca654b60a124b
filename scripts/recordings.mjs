/**
 * Recordings that the page shows before it has a compiler: of the examples, for the widget, and of the lessons' programs. Made
 * once, and again when the engine or what they are made of has changed.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { fingerprint, isCurrent, writeStamp } from './fingerprint.mjs';
import { root, runOrRefuse, say, withLock } from './setup.mjs';

const stages = ['compile', 'wasm-binary', 'dwarf', 'instrument', 'run', 'leaks', 'trace', 'util'];
const session = ['record-program', 'light-recording', 'make-ready', 'ready-recording', 'program-analyst'];
const engine = [
  ...stages.map((stage) => `src/${stage}`),
  'src/replay',
  ...session.map((file) => `src/session/${file}.ts`),
  'wasm',
];
const toolchain = path.join(root, 'build', 'toolchain');

/** Makes `build/recordings/` and `build/lessons/` current. */
export async function ensureRecordings() {
  await ensure('build/recordings', [...engine, 'src/embed', 'examples'], 'recorder', ['recording the examples']);
  // What a lesson shows is found in the recordings, and its texts have a shape that the page knows.
  const inputs = [...engine, 'src/lesson', 'src/session', 'lessons'];
  await ensure('build/lessons', inputs, 'lesson-builder', ['building the lessons', path.join(root, 'lessons')]);
}

/**
 * @param {string} folder @param {readonly string[]} inputs @param {'recorder' | 'lesson-builder'} bundle
 * @param {readonly string[]} doing what is said, and arguments of the bundle besides the folders
 */
async function ensure(folder, inputs, bundle, [doing = '', ...rest]) {
  const maker = await ensureBundle(bundle);
  const stamp = `${folder}/.stamp`;
  withLock(path.basename(folder), () => {
    const state = fingerprint(inputs);
    if (isCurrent(stamp, state) && existsSync(path.join(root, folder))) return;
    say(doing);
    runOrRefuse(process.execPath, [maker, toolchain, path.join(root, folder), ...rest]);
    writeStamp(stamp, state);
  });
}
