import type { Finding } from '../replay/findings.ts';
import { usersLines } from '../replay/misuse-position.ts';
import type { CheckFailure } from './check-result.ts';
import type { JudgedRun } from './judged-run.ts';
import type { ExpectedFinding } from './model.ts';

export async function noFindings(run: JudgedRun): Promise<CheckFailure | undefined> {
  const [finding, ...others] = run.findings;
  return finding && unexpected(run, finding, others.length);
}

/** Several findings of one kind in one line are as good as one. */
export async function exactFindings(
  run: JudgedRun,
  expected: readonly ExpectedFinding[],
): Promise<CheckFailure | undefined> {
  const missing = expected.find((one) => !run.findings.some((finding) => isIt(finding, one, run)));
  const [extra, ...others] = run.findings.filter((finding) => !expected.some((one) => isIt(finding, one, run)));
  if (extra) return unexpected(run, extra, others.length);
  if (!missing) return undefined;
  const step = missing.line === undefined ? undefined : await run.firstTimeAt(run.main, missing.line);
  const at = step === undefined ? await run.atEnd() : { file: run.main, line: missing.line!, step };
  return { what: { kind: 'no-such-finding', expected: missing }, at };
}

async function unexpected(run: JudgedRun, finding: Finding, others: number): Promise<CheckFailure> {
  return { what: { kind: 'finding', finding, others }, at: await run.findingAt(finding) };
}

function isIt(finding: Finding, { kind, line }: ExpectedFinding, { main }: JudgedRun): boolean {
  if (finding.kind !== kind) return false;
  const [place] = usersLines(finding.stack);
  return line === undefined || (place?.line === line && place.file === main);
}
