/** A lesson's program as the engine takes it: the same everywhere, so that steps mean the same in the page and in checks. */
import type { CompileRequest, SourceFile } from '../compile/compile.ts';
import { CLOCK_START, type RunLimits, type RunRequest } from '../run/request.ts';
import { mainFile } from './lesson-run.ts';
import type { LessonProgram } from './model.ts';

const SEED = 1;

/** `files`: contents by path, at least those that the program names. */
export function compileRequestOf(
  { files: names, flags }: Pick<LessonProgram, 'files' | 'flags'>,
  files: Readonly<Record<string, string | Uint8Array>>,
): CompileRequest {
  const sources = names.map((path): SourceFile => ({ path, text: files[path] ?? '' }));
  // Warnings are the compiler's, not what a lesson is about.
  return { files: sources, flags: ['-w', ...flags] };
}

/** The program's whole run. */
export function runRequestOf(wasm: Uint8Array, program: LessonProgram, limits: RunLimits): RunRequest {
  const { args, env, stdin } = program;
  const inputs = {
    arguments: [mainFile(program).replace(/\.c$/, '') || 'a.out', ...args],
    environment: env,
    stdin: { bytes: new TextEncoder().encode(stdin), closed: true },
    files: {},
    seed: SEED,
    clockStart: CLOCK_START,
  };
  return { wasm, inputs, limits };
}

/** The same run again, with every step of it. */
export function windowRequestOf(
  request: RunRequest,
  { end }: { readonly end: { readonly steps: number } },
): RunRequest {
  return { ...request, window: { first: 0, end: Math.max(1, end.steps) } };
}
