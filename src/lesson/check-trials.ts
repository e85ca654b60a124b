/** Checks that run the program in other ways: without memory, and under other schedules. */
import { explore } from '../trials/explore.ts';
import { failEach } from '../trials/failing-runs.ts';
import { noFindings } from './check-findings.ts';
import type { CheckFailure } from './check-result.ts';
import { isUsers, JudgedRun } from './judged-run.ts';

/** Each allocation fails in a run of its own: nothing is found, and the program ends by itself. */
export async function holdsWithoutMemory(run: JudgedRun): Promise<CheckFailure | undefined> {
  const { engine, request } = run;
  const select = (findings: typeof run.findings): typeof run.findings =>
    findings.filter((finding) => isUsers(finding) && finding.kind !== 'out-of-memory');
  const { failures, findings, isCut } = await failEach(
    (one) => engine.run(one),
    request,
    [],
    select,
    (path) => path,
  );
  const [first] = findings;
  if (first) {
    const [finding, [after]] = first;
    const { number, stack, step } = after!;
    const trial = { kind: 'failing-allocation', number } as const;
    return { what: { kind: 'finding-after-failure', number, finding }, at: { ...run.place(stack, step), trial } };
  }
  const stopped = failures.find(({ end }) => end && end.kind !== 'exit');
  if (stopped) {
    const { number, stack, step, end } = stopped;
    const trial = { kind: 'failing-allocation', number } as const;
    return { what: { kind: 'end-after-failure', number, end: end! }, at: { ...run.place(stack, step), trial } };
  }
  return isCut ? { what: { kind: 'too-long' } } : undefined;
}

/** Nothing is found, and the same lines are printed, in whatever order. */
export async function holdsUnderSchedules(run: JudgedRun, count: number): Promise<CheckFailure | undefined> {
  const usual = await noFindings(run);
  if (usual) return usual;
  let other = run;
  const { found } = await explore(async (schedule) => {
    if (!schedule) return run;
    const request = { ...run.request, schedule };
    return (other = new JudgedRun(run.engine, run.program, request, await run.engine.run(request)));
  }, count);
  if (!found) return undefined;
  const { seed, difference } = found;
  const trial = { kind: 'schedule', seed } as const;
  const [finding] = other.findings;
  const at = finding ? await other.findingAt(finding) : await other.atEnd();
  return { what: { kind: 'schedule', seed, difference }, at: { ...at, trial } };
}
