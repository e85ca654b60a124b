/** Bundles the command line (and the benchmarks) for Node 20, which can't run TypeScript itself. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint, isCurrent, writeStamp } from './fingerprint.mjs';
import { ensurePackages, ensureToolchain, root, withLock } from './setup.mjs';

const inputs = {
  cli: ['src', 'wasm', 'scripts', 'package-lock.json', 'node_modules/.package-lock.json'],
  recorder: ['src', 'wasm', 'scripts', 'examples/index.json', 'package-lock.json', 'node_modules/.package-lock.json'],
  'lesson-builder': ['src', 'wasm', 'scripts', 'package-lock.json', 'node_modules/.package-lock.json'],
  bench: ['src', 'wasm', 'scripts', 'bench', 'package-lock.json', 'node_modules/.package-lock.json'],
};

const entries = {
  cli: { heapscope: 'src/cli/main.ts' },
  bench: { main: 'bench/main.ts' },
  recorder: { main: 'src/embed/record-examples.node.ts' },
  'lesson-builder': { main: 'src/session/lesson/build-lessons.node.ts' },
};

/** Found by their own path at run time: they load files beside themselves. */
const external = [
  'monaco-editor',
  '@yowasp/clang',
  'binaryen',
  'playwright-core',
  'vite',
  '@wasmer/wasi',
  './scripts/*.mjs',
];

const toolchain = path.join(root, 'build', 'toolchain', 'manifest.json');

/**
 * Makes `build/NAME/*.js` current, with all it needs, and returns the path of its first entry.
 * When nothing changed this costs a few milliseconds.
 * @param {'cli' | 'bench' | 'recorder' | 'lesson-builder'} name
 */
export async function ensureBundle(name) {
  const main = path.join(root, 'build', name, `${Object.keys(entries[name])[0]}.js`);
  const isReady = () => isCurrent(stampOf(name), stateOf(name)) && existsSync(main) && existsSync(toolchain);
  if (isReady()) return main;
  ensurePackages();
  ensureToolchain();
  const { buildSync } = await import('esbuild');
  withLock(name, () => {
    if (isReady()) return;
    const state = stateOf(name);
    buildSync(bundleOptions(name));
    writeStamp(stampOf(name), state);
  });
  return main;
}

/**
 * Bundles the command for the package, with all that it needs; it looks for its toolchain in the folder beside `folder`.
 * @param {string} folder relative to the clone
 */
export async function bundleForPackage(folder) {
  const { buildSync } = await import('esbuild');
  rmSync(path.resolve(root, folder), { recursive: true, force: true });
  const needed = external.filter((name) => name !== 'binaryen');
  buildSync({ ...bundleOptions('cli'), outdir: folder, external: needed, sourcemap: false });
}

/** @param {'cli' | 'bench' | 'recorder' | 'lesson-builder'} name */
function stampOf(name) {
  return `build/${name}/.stamp`;
}

/** @param {'cli' | 'bench' | 'recorder' | 'lesson-builder'} name */
function stateOf(name) {
  return fingerprint(inputs[name]);
}

/**
 * @param {'cli' | 'bench' | 'recorder' | 'lesson-builder'} name @param {string} base the clone that it is made of
 * @returns {import('esbuild').BuildOptions}
 */
export function bundleOptions(name, base = root) {
  return {
    absWorkingDir: base,
    entryPoints: { ...entries[name], ...workerEntries(base) },
    inject: [languageFiles(name, base)],
    define: { 'import.meta.glob': 'languageFiles' },
    outdir: `build/${name}`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    sourcemap: 'linked',
    logLevel: 'warning',
    // For packages in CommonJS that require built-ins.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  };
}

/**
 * Vite's `import.meta.glob` for the one thing that it is used for in what Node runs: the files of `src/languages/`, each a chunk that is
 * loaded when its language is spoken. Who asks gets their part of it.
 * @param {string} name @param {string} base @returns {string} the script that has it
 */
function languageFiles(name, base) {
  const folder = path.join(base, 'src', 'languages');
  const files = readdirSync(folder).map(
    (file) => `  '../languages/${file}': () => import(${JSON.stringify(path.join(folder, file))}),`,
  );
  const code = [
    'const files = {',
    ...files,
    '};',
    'export function languageFiles(pattern, { import: part }) {',
    "  if (pattern !== '../languages/*.ts') throw new Error(`${pattern} is not bundled`);",
    '  return Object.fromEntries(Object.entries(files).map(([file, load]) => [file, async () => (await load())[part]]));',
    '}',
  ];
  const shim = path.join(base, 'build', 'languages', `${name}.js`);
  mkdirSync(path.dirname(shim), { recursive: true });
  writeFileSync(shim, code.join('\n'));
  return shim;
}

/** `src/run/run.worker.node.ts` becomes `run-worker.js` beside the bundle that starts it. @param {string} base */
function workerEntries(base) {
  const suffix = '.worker.node.ts';
  const files = readdirSync(path.join(base, 'src'), { recursive: true, encoding: 'utf8' });
  const workers = files.filter((file) => file.endsWith(suffix));
  return Object.fromEntries(workers.map((file) => [`${path.basename(file, suffix)}-worker`, path.join('src', file)]));
}
