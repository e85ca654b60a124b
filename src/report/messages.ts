/** What a report says, in each language, in one voice: what happened; the usual cause; the usual fix. */
import type { LocaleName } from '../i18n/format.ts';
import { Words } from '../i18n/words.ts';
import type { Finding, MisuseFinding, WaitingTask } from '../replay/findings.ts';
import type { RunEnd, TrapReason } from '../trace/recording.ts';
import type { RunNote } from '../trace/run-note.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import type { ByteCount } from '../util/units.ts';
import { englishMessages } from './messages.en.ts';
import type { LeakTotals } from './selection.ts';

export interface Explanation {
  readonly cause: string;
  readonly fix: string;
}

export type ScheduleDifference = 'output' | 'end' | 'finding' | 'deadlock';

export interface ReportMessages {
  /** One sentence without a full stop: what happened, with its sizes and distances. */
  title(finding: Finding): string;
  /** `reason`: of the trap that ended the run, if one did. */
  explain(finding: Finding, reason?: TrapReason): Explanation;
  readonly cause: string;
  readonly fix: string;
  readonly note: string;
  readonly severity: Readonly<Record<'error' | 'warning' | 'note', string>>;
  allocatedIn(name: string): string;
  freedIn(name: string): string;
  /** Of several; the letter is that of its place in the order of creation. */
  inProcess(letter: string, pid: number): string;
  unmappedIn(name: string): string;
  /** One of those that a deadlock is about. */
  waits(task: WaitingTask): string;
  /** Nobody waited for a child. */
  zombie(letter: string, pid: number): string;
  /** What the system refused. */
  told(note: RunNote): string;
  /** Where an undefined value came from. */
  valueFromBlock(name: string, size: ByteCount): string;
  valueFromVariable(variable: VariablePlace): string;
  valueFromAlloca(name: string, size: ByteCount): string;
  /** Before the line of a constant that was written to or freed. */
  constantIs(constant: VariablePlace): string;
  /** After this statement no pointer to a leaked block was left. */
  lostIn(name: string): string;
  /** The finding followed on this allocation's failure (and happened after `others` others as well). */
  failedIn(number: number, name: string, others: number): string;
  /** The allocation was made to fail. */
  failed(number: number, size: ByteCount, name: string, place: string): string;
  /** Each of `n` allocations was made to fail in a run of its own, of which some did not end by exit. */
  failedInTurn(n: number, notByExit: number, isCut: boolean): string;
  /** One line with the sums of each kind of leak. */
  leakTotals(totals: LeakTotals): string;
  calledFrom(name: string, place: string): string;
  /** In the place of a stack. */
  readonly noStack: string;
  inLibrary(name: string): string;
  /** A call inside the one that the report is about. */
  inFile(name: string, place: string): string;
  /** Frames of a recursion that are left out. */
  foldedFrames(n: number): string;
  end(end: RunEnd): string;
  /** As `end`, of a run that a finding put an end to. */
  stoppedBy(finding: MisuseFinding): string;
  /** The last line: counts of findings and of allocations. */
  summary(counts: SummaryCounts): string;
  /** Schedules were tried; the first that goes another way than the usual one, and in what. */
  explored(tried: number, found?: { readonly seed: number; readonly difference: ScheduleDifference }): string;
  damage(offset: number, reason: string): string;
}

export interface SummaryCounts {
  /** Entries of the report. */
  readonly findings: number;
  /** Findings that rules keep out. */
  readonly suppressed: number;
  readonly allocations: number;
  readonly frees: number;
  readonly bytes: number;
  /** What the C library allocated for itself besides. */
  readonly libc: { readonly count: number; readonly bytes: number };
  /** Of all that lived at once. */
  readonly peakBytes: number;
  readonly leakedBytes: number;
  readonly leakedBlocks: number;
}

export const REPORT_WORDS = new Words(
  englishMessages,
  import.meta.glob<ReportMessages>('../languages/*.ts', { import: 'report' }),
);

/** English until the language's words were fetched. */
export function reportMessages(language: LocaleName): ReportMessages {
  return REPORT_WORDS.in(language);
}
