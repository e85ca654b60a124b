/** C text in, a run and what was found in it out. */
import { findingsOf } from '../trials/findings-of.ts';
import type { LocalCompiler } from '../compile/compiler.ts';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import type { Finding } from '../replay/findings.ts';
import { decodeRecords, type DecodedRecord } from '../trace/decode-records.fixture.ts';
import type { Chunk } from '../trace/recording.ts';
import { checkRecords } from '../trace/walk-records.ts';
import { DEFAULT_LIMITS, type RunInputs, type RunLimits, type RunRequest, type RunResult } from './request.ts';
import { runProgram } from './run.ts';

let compiler: Promise<LocalCompiler> | undefined;

export async function compileProgram(text: string, ...flags: string[]): Promise<Uint8Array> {
  compiler ??= testCompiler();
  return linked((await compiler).compile({ files: sources({ 'program.c': text }), flags: ['-w', ...flags] }));
}

export interface Given extends Partial<Omit<RunInputs, 'stdin'>> {
  readonly stdin?: string;
  /** Default true. */
  readonly closed?: boolean;
  readonly limits?: Partial<RunLimits>;
}

export function inputsOf({ stdin = '', closed = true, ...given }: Given): RunInputs {
  return {
    ...{ arguments: ['program'], environment: {}, files: {}, seed: 1, clockStart: 0n },
    ...given,
    stdin: { bytes: new TextEncoder().encode(stdin), closed },
  };
}

/** Of the whole run, or of a window of it. */
export function requestOf(wasm: Uint8Array, given: Given = {}, window?: RunRequest['window']): RunRequest {
  return { wasm, inputs: inputsOf(given), limits: { ...DEFAULT_LIMITS, ...given.limits }, ...(window && { window }) };
}

export const runWith = (wasm: Uint8Array, given: Given = {}): Promise<RunResult> => runProgram(requestOf(wasm, given));

/** All words, wherever chunks begin and end. */
export function wordsOf(chunks: readonly Chunk[]): Uint32Array {
  const words = new Uint32Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    words.set(chunk.words.subarray(0, chunk.length), at);
    at += chunk.length;
  }
  return words;
}

/** Every chunk has whole records only, or the test fails here. */
export function recordsOf(chunks: readonly Chunk[]): DecodedRecord[] {
  return chunks.flatMap(({ words, length }) => {
    const damage = checkRecords(words, length);
    if (damage) throw new Error(`word ${damage.word}: ${damage.reason}`);
    return decodeRecords(words, length);
  });
}

export function outputOf(chunks: readonly Chunk[], descriptor = 1): string {
  const decoder = new TextDecoder();
  return recordsOf(chunks)
    .map((record) =>
      record.kind === 'output' && record.descriptor === descriptor
        ? decoder.decode(record.bytes, { stream: true })
        : '',
    )
    .join('');
}

export function findingsIn(wasm: Uint8Array, { sites, survey, end }: RunResult): readonly Finding[] {
  if (end.kind === 'needs-input') throw new Error('the program wants input');
  return findingsOf(wasm, { sites, survey, end }, (path) => path).findings;
}

/** `kind function:line` of the innermost place in the program's own code. */
export function summaryOf(finding: Finding): string {
  const own = finding.stack.find(({ libc }) => !libc);
  return `${finding.kind} ${own?.function}:${own?.line}`;
}

/** Compiles, runs, and sums up. */
export async function outcomeOf(text: string, given: Given = {}, ...flags: string[]) {
  const wasm = await compileProgram(text, ...flags);
  const result = await runWith(wasm, given);
  return { end: result.end, output: outputOf(result.survey), findings: findingsIn(wasm, result).map(summaryOf) };
}
