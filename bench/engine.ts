/** Programs of `bench/programs/` compiled and run by the engine under Node, which is V8 as in Chromium. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../scripts/setup.mjs';
import { createCompiler, type LocalCompiler } from '../src/compile/compiler.ts';
import { nodeLoader } from '../src/compile/node-loader.node.ts';
import { prepare } from '../src/run/prepare.ts';
import { DEFAULT_LIMITS, type RunInputs, type RunRequest, type RunResult } from '../src/run/request.ts';
import { runProgram } from '../src/run/run.ts';
import { ProgramExit } from '../src/run/wasi/ends.ts';
import { createWasiHost } from '../src/run/wasi/host.ts';
import type { Chunk } from '../src/trace/recording.ts';
import { timeWork } from './process.ts';

export const sourceOf = (name: string): string => path.join(root, 'bench', 'programs', `${name}.c`);

let compiler: Promise<LocalCompiler> | undefined;

export interface Built {
  /** clang's -O0 output with wasi-libc as it is. */
  readonly plain: Uint8Array;
  /** Linked with the shim, not yet instrumented. */
  readonly checked: Uint8Array;
}

/** `more` is C text for a second file of the checked program. */
export async function build(name: string, more?: string): Promise<Built> {
  compiler ??= createCompiler(nodeLoader(path.join(root, 'build', 'toolchain')));
  const ready = await compiler;
  const link = (plain: boolean) => {
    const files = [{ path: `${name}.c`, text: readFileSync(sourceOf(name), 'utf8') }];
    if (more !== undefined && !plain) files.push({ path: 'more.c', text: more });
    const result = ready.compile({ files, flags: ['-w'], plain });
    if (result.kind !== 'linked') throw new Error(`${name}.c: ${JSON.stringify(result.diagnostics)}`);
    return result.wasm;
  };
  return { plain: link(true), checked: link(false) };
}

function inputsOf(argument: number): RunInputs {
  const stdin = { bytes: new Uint8Array(), closed: true };
  return { arguments: ['program', `${argument}`], environment: {}, stdin, files: {}, seed: 1, clockStart: 0n };
}

/** Milliseconds to instantiate a plain module and run it to its end. */
export function timePlain(module: WebAssembly.Module, argument: number): Promise<number> {
  return timeWork(() => {
    const host = createWasiHost({ ...inputsOf(argument), outputBytes: DEFAULT_LIMITS.outputBytes });
    const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: host.imports });
    host.setMemory(exports['memory'] as WebAssembly.Memory);
    try {
      (exports['_start'] as () => void)();
    } catch (error) {
      if (!(error instanceof ProgramExit) || error.code !== 0) throw error;
    }
  });
}

export interface CheckedRun {
  /** Instrumenting not included. */
  readonly milliseconds: number;
  readonly recordBytes: number;
  readonly result: RunResult;
}

/**
 * Runs a checked program to its end. `onChunk` gets the records, which are dropped without it; `window` is a full one unless
 * it says otherwise.
 */
export async function runChecked(
  wasm: Uint8Array,
  argument: number,
  options: { window?: RunRequest['window']; keepChunks?: boolean } = {},
): Promise<CheckedRun> {
  const { window, keepChunks = false } = options;
  await prepare(wasm, window ? 'window' : 'survey');
  let recordBytes = 0;
  const onChunk = ({ length }: Chunk) => void (recordBytes += length * 4);
  const started = performance.now();
  const request = { wasm, inputs: inputsOf(argument), limits: DEFAULT_LIMITS, ...(window && { window }) };
  const result = await runProgram(request, keepChunks ? {} : { chunk: onChunk });
  const milliseconds = performance.now() - started;
  const { end } = result;
  if (end.kind !== 'exit' && !(end.kind === 'killed' && end.reason === 'window'))
    throw new Error(`the program ended with ${JSON.stringify(end)}`);
  const kept = [...result.survey, ...(result.window?.chunks ?? [])];
  for (const chunk of kept) onChunk(chunk);
  return { milliseconds, recordBytes, result };
}

/** All of a run. */
export const WHOLE_RUN = { first: 0, end: Number.MAX_SAFE_INTEGER };
