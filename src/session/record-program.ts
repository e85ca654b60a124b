/** A recording of a whole run, for pages that show it before there is a compiler: examples in the widget, programs of lessons. */
import type { LocalCompiler } from '../compile/compiler.ts';
import { CLOCK_START, DEFAULT_LIMITS } from '../run/request.ts';
import { runProgram } from '../run/run.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import type { Recording } from '../trace/recording.ts';
import type { ProjectFile } from './project.svelte.ts';

/** A recording that is fetched before anything is shown has to be small: of longer runs there is none. */
const MOST_STEPS = 200_000;

export interface RecordableProgram {
  readonly files: readonly ProjectFile[];
  readonly flags: readonly string[];
  /** Without argv[0]. */
  readonly arguments: readonly string[];
  /** All there is to read: after it comes the end of the input. */
  readonly stdin: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Absent: as by default. */
  readonly checks?: CheckOptions;
}

export type ProgramRecording =
  | { readonly kind: 'recorded'; readonly recording: Recording }
  /** `message` is the compiler's first. */
  | { readonly kind: 'not-compiled'; readonly message: string }
  | { readonly kind: 'too-long' };

/** Compiles, runs and records in full. Warnings are nobody's business here. */
export async function recordProgram(compiler: LocalCompiler, program: RecordableProgram): Promise<ProgramRecording> {
  const compiled = await compiler.compile({ files: program.files, flags: ['-w', ...program.flags] });
  if (compiled.kind === 'failed') {
    const [first] = compiled.diagnostics;
    return { kind: 'not-compiled', message: first ? `${first.file}:${first.line}: ${first.message}` : '' };
  }
  const name = (program.files.find((file) => file.path.endsWith('.c'))?.path ?? 'a.out').replace(/\.c$/, '');
  const inputs = {
    arguments: [name, ...program.arguments],
    environment: program.environment,
    stdin: { bytes: new TextEncoder().encode(program.stdin), closed: true },
    files: {},
    seed: 1,
    clockStart: CLOCK_START,
  };
  const { checks } = program;
  const request = { wasm: compiled.wasm, inputs, limits: DEFAULT_LIMITS, ...(checks && { checks }) };
  const survey = await runProgram(request);
  if (survey.end.kind === 'needs-input' || survey.end.steps > MOST_STEPS) return { kind: 'too-long' };
  const { window, sites } = await runProgram({ ...request, window: { first: 0, end: Math.max(1, survey.end.steps) } });
  const meta = {
    origin: 'wasm' as const,
    program: name,
    arguments: program.arguments,
    environment: program.environment,
    flags: program.flags,
    seed: inputs.seed,
    sources: program.files,
    recordedAt: '',
  };
  const windows = window ? [{ ...window, sites }] : [];
  const { end, survey: chunks } = survey;
  return {
    kind: 'recorded',
    recording: { meta, module: compiled.wasm, sites: survey.sites, survey: chunks, windows, end },
  };
}
