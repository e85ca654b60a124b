/** A run made again for each of its allocations, which then fails. */
import type { Finding } from '../replay/findings.ts';
import type { FailedAllocation } from '../report/failures.ts';
import type { RunRequest, RunResult } from '../run/request.ts';
import { DEFAULT_CHECKS } from '../trace/check-options.ts';
import { findingsOf } from './findings-of.ts';

/** A program with more allocations than this is tried out only so far; the report says so. */
const MOST_RUNS = 1000;

/** Makes one run, in whichever thread. */
export type MakeRun = (request: RunRequest) => Promise<RunResult>;

export interface FailingRuns {
  readonly failures: readonly FailedAllocation[];
  /** What was found in them and not in the run in which nothing failed: each once, with the failures that it followed. */
  readonly findings: ReadonlyMap<Finding, readonly FailedAllocation[]>;
  /** There are more allocations than were made to fail. */
  readonly isCut: boolean;
}

/**
 * Makes the runs one after the other until one has no allocation with the wanted number, or `seconds` are over.
 * `usual`: what the run without failures found; `select` leaves out what nobody wants to know.
 */
export async function failEach(
  run: MakeRun,
  request: RunRequest,
  usual: readonly Finding[],
  select: (findings: readonly Finding[]) => readonly Finding[],
  shown: (file: string) => string,
): Promise<FailingRuns> {
  const known = new Map<string, Finding | undefined>(usual.map((finding) => [placeOf(finding), undefined]));
  const found = new Map<Finding, FailedAllocation[]>();
  const failures: FailedAllocation[] = [];
  const deadline = performance.now() + request.limits.seconds * 1000;
  for (let n = 1; ; n++) {
    if (n > MOST_RUNS || performance.now() > deadline) return { failures, findings: found, isCut: true };
    const failing = await runWithFailure(run, request, n, shown);
    if (!failing.failure) return { failures, findings: found, isCut: false };
    failures.push(failing.failure);
    for (const finding of select(failing.findings)) {
      const place = placeOf(finding);
      if (!known.has(place)) known.set(place, finding);
      const first = known.get(place);
      if (first) found.set(first, [...(found.get(first) ?? []), failing.failure]);
    }
  }
}

async function runWithFailure(
  run: MakeRun,
  request: RunRequest,
  n: number,
  shown: (file: string) => string,
): Promise<{ readonly failure: FailedAllocation | undefined; readonly findings: readonly Finding[] }> {
  const { stdin } = request.inputs;
  const result = await run({
    ...request,
    // Nobody is asked again: what a run after a failure reads beyond that is the end of input.
    inputs: { ...request.inputs, stdin: { ...stdin, closed: true } },
    checks: { ...DEFAULT_CHECKS, ...request.checks, failing: { kind: 'nth', n } },
  });
  const { end } = result;
  if (end.kind === 'needs-input') throw new Error('the program asked for input that is closed');
  const { findings, failures } = findingsOf(request.wasm, { ...result, end }, shown);
  return { failure: failures[0] && { ...failures[0], end }, findings };
}

/** What makes two findings of different runs the same. */
function placeOf(finding: Finding): string {
  const lines = finding.stack.map((line) => [line.function, line.file, line.line, line.column].join(' '));
  return [finding.kind, finding.kind === 'leak' ? finding.leak : '', ...lines].join('\n');
}
