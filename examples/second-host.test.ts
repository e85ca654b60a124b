/**
 * A second WASI host, written by others in another language, agrees with ours: plain builds of all examples give the same
 * output, files and exit code under both.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MemFS, WASI, init } from '@wasmer/wasi';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../src/compile/compiler.ts';
import { createCompiler } from '../src/compile/compiler.ts';
import { nodeLoader } from '../src/compile/node-loader.node.ts';
import { ProgramExit } from '../src/run/wasi/ends.ts';
import { createWasiHost } from '../src/run/wasi/host.ts';
import { EXAMPLES } from './catalogue.ts';
import type { Example } from './catalogue.ts';

const HERE = import.meta.dirname;

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly files: Readonly<Record<string, string>>;
  readonly end: number | 'trap';
}

let compiler: LocalCompiler;

async function build(example: Example): Promise<WebAssembly.Module> {
  const paths = example.files?.map((file) => `${example.name}/${file}`) ?? [example.name];
  const files = paths.map((path) => ({ path: basename(path), text: readFileSync(join(HERE, path), 'utf8') }));
  const result = compiler.compile({ files, flags: ['-w'], plain: true });
  if (result.kind === 'failed') throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return WebAssembly.compile(result.wasm as Uint8Array<ArrayBuffer>);
}

/** The exit code, or that the program trapped; `exitCode` tells an exit by a throw apart from a trap. */
function endOf(start: () => number, exitCode: (error: unknown) => number | undefined): number | 'trap' {
  try {
    return start();
  } catch (error) {
    const code = exitCode(error);
    if (code !== undefined) return code;
    if (/\b(RuntimeError|RangeError)\b/.test(String(error))) return 'trap';
    throw error;
  }
}

async function underOurs(example: Example, module: WebAssembly.Module): Promise<Outcome> {
  const output = { 1: '', 2: '' };
  const host = createWasiHost({
    arguments: ['program', ...(example.arguments ?? [])],
    environment: {},
    stdin: { bytes: new TextEncoder().encode(example.stdin ?? ''), closed: true },
    files: {},
    seed: 1,
    clockStart: 0n,
    outputBytes: 1e6,
    onOutput: (stream, bytes) => (output[stream] += new TextDecoder().decode(bytes)),
  });
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: host.imports });
  host.setMemory(instance.exports['memory'] as WebAssembly.Memory);
  const start = instance.exports['_start'] as () => void;
  const end = endOf(
    () => (start(), 0),
    (error) => (error instanceof ProgramExit ? error.code : undefined),
  );
  const files = Object.entries(host.files()).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]);
  return { stdout: output[1], stderr: output[2], files: Object.fromEntries(files) as Record<string, string>, end };
}

function filesOf(fs: MemFS, directory: string): [string, string][] {
  const entries = fs.readDir(directory) as { path: string; metadata: { filetype: { file: boolean } } }[];
  return entries.flatMap(({ path, metadata }): [string, string][] =>
    metadata.filetype.file
      ? [[path.slice(1), fs.open(path, { read: true, write: false, create: false }).readString()]]
      : filesOf(fs, path),
  );
}

function underWasmer(example: Example, module: WebAssembly.Module): Outcome {
  const preopens = { '/': '/' };
  const wasi = new WASI({ args: ['program', ...(example.arguments ?? [])], env: {}, fs: new MemFS(), preopens });
  const instance = wasi.instantiate(module, {});
  wasi.setStdinString(example.stdin ?? '');
  const end = endOf(
    () => wasi.start(instance),
    () => undefined,
  );
  const files = Object.fromEntries(filesOf(wasi.fs, '/'));
  return { stdout: wasi.getStdoutString(), stderr: wasi.getStderrString(), files, end };
}

describe('plain builds of the examples under two WASI hosts', () => {
  beforeAll(async () => {
    compiler = await createCompiler(nodeLoader(join(HERE, '../build/toolchain')));
    await init();
  });

  for (const example of EXAMPLES.filter(({ oracle }) => oracle !== 'none'))
    it(example.name, async () => {
      const module = await build(example);
      const ours = await underOurs(example, module);
      expect(ours).toEqual(underWasmer(example, module));
      if (example.exit !== undefined) expect(ours.end).toBe(example.exit.kind === 'exit' ? example.exit.code : 'trap');
    });
});
