/** Compiled programs run by the engine under Node, whose V8 is Chromium's. */
import { prepare } from '../src/run/prepare.ts';
import { DEFAULT_LIMITS, type RunInputs, type RunRequest, type RunResult } from '../src/run/request.ts';
import { runProgram } from '../src/run/run.ts';
import { ProgramExit } from '../src/run/wasi/ends.ts';
import { createWasiHost } from '../src/run/wasi/host.ts';
import type { Chunk } from '../src/trace/recording.ts';
import { collectGarbage } from './garbage.ts';
import { timeWork } from './process.ts';

function inputsOf(argument: number): RunInputs {
  const stdin = { bytes: new Uint8Array(), closed: true };
  return { arguments: ['program', `${argument}`], environment: {}, stdin, files: {}, seed: 1, clockStart: 0n };
}

/** Milliseconds of processor time to instantiate a plain module and run it to its end. */
export function timePlain(module: WebAssembly.Module, argument: number): Promise<number> {
  collectGarbage();
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
  /** Of processor time; instrumenting not included. */
  readonly milliseconds: number;
  readonly recordBytes: number;
  readonly result: RunResult;
}

/** Runs a checked program to its end; without `keepChunks` its records are counted and dropped. */
export async function runChecked(
  wasm: Uint8Array,
  argument: number,
  options: { window?: RunRequest['window']; keepChunks?: boolean; followsAll?: boolean } = {},
): Promise<CheckedRun> {
  const { window, keepChunks = false, followsAll = false } = options;
  await prepare(wasm, window ? 'window' : 'survey');
  let recordBytes = 0;
  // Counted and dropped: a consumer that writes chunks away has no need of a copy either.
  const onChunk = ({ length }: Chunk): void => {
    recordBytes += length * 4;
  };
  collectGarbage();
  const request = { wasm, inputs: inputsOf(argument), limits: DEFAULT_LIMITS, followsAll, ...(window && { window }) };
  let result!: RunResult;
  const milliseconds = await timeWork(async () => {
    result = await runProgram(request, keepChunks ? {} : { chunk: onChunk });
  });
  const { end } = result;
  if (end.kind !== 'exit' && !(end.kind === 'killed' && end.reason === 'window'))
    throw new Error(`the program ended with ${JSON.stringify(end)}`);
  const kept = [...result.survey, ...(result.window?.chunks ?? [])];
  for (const chunk of kept) onChunk(chunk);
  return { milliseconds, recordBytes, result };
}

/** All of a run. */
export const WHOLE_RUN = { first: 0, end: Number.MAX_SAFE_INTEGER };
