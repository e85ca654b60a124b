/** The report that a person reads: findings with source excerpts, as clang prints diagnostics. */
import type { AllocationTotals } from '../replay/allocations.ts';
import type { Finding, Origin, StackAt } from '../replay/findings.ts';
import { processLetter } from '../util/process-letter.ts';
import type { ProcessLife } from '../replay/system.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import type { RunEnd } from '../trace/recording.ts';
import type { FailedAllocation } from './failures.ts';
import type { QuotedSource } from './excerpt.ts';
import { staysZombie } from './json-processes.ts';
import type { ReportMessages } from './messages.ts';
import type { LeakTotals } from './selection.ts';
import { ownLine, placeText, stackText } from './stack-text.ts';
import type { TextContext } from './stack-text.ts';
import type { Style } from './style.ts';

export interface TextInput {
  readonly findings: readonly Finding[];
  /** Where the last pointer to a leaked block went away. */
  readonly lost?: ReadonlyMap<Finding, StackAt>;
  readonly end: RunEnd;
  readonly totals: Pick<AllocationTotals, 'count' | 'frees' | 'bytes' | 'libc' | 'peakBytes'>;
  readonly sources: readonly QuotedSource[];
  /** All there were; where it was only one, nothing is said of it. */
  readonly processes?: readonly ProcessLife[];
  readonly leaks?: LeakTotals;
  /** Findings that aren't shown because a rule says so. */
  readonly suppressed?: number;
  readonly failures?: readonly FailedAllocation[];
  /** The failed allocations that led to a finding. */
  readonly failedFor?: ReadonlyMap<Finding, readonly FailedAllocation[]>;
  /** Not every allocation was made to fail that should have been. */
  readonly isCut?: boolean;
  readonly damage?: { readonly offset: number; readonly reason: string };
}

/** Of allocations that fail at random, so many are named. */
const MOST_FAILURES = 20;

/** Lines that each end in a newline. */
export function textReport(input: TextInput, messages: ReportMessages, style: Style): string {
  const context: TextContext = { sources: input.sources, messages, style };
  const parts = input.findings.map((finding) => findingLines(finding, input, context).join('\n') + '\n\n');
  const tail: string[] = [];
  if (input.damage) tail.push(messages.damage(input.damage.offset, input.damage.reason));
  if (input.end.kind !== 'exit') tail.push(endLine(input, messages));
  tail.push(...zombieLines(input, messages), ...failureLines(input, messages));
  if (input.leaks && Object.values(input.leaks).some(({ blocks }) => blocks > 0))
    tail.push(messages.leakTotals(input.leaks));
  tail.push(summaryLine(input, messages));
  return parts.join('') + tail.map((line) => `${style.bold('heapscope:')} ${line}\n`).join('');
}

/** To the machine a null dereference is an access like others; what stopped the program is better known from the finding. */
function endLine({ end, findings }: TextInput, messages: ReportMessages): string {
  const last = findings.findLast((finding) => finding.kind !== 'leak');
  const isIts = last?.kind === 'null-dereference' || (last?.kind === 'trap' && last.constant !== undefined);
  return isIts && end.kind === 'trap' && end.reason === 'out-of-bounds' ? messages.stoppedBy(last) : messages.end(end);
}

function zombieLines({ processes = [] }: TextInput, messages: ReportMessages): string[] {
  const left = processes.filter(staysZombie);
  return left.map(({ process, pid }) => messages.zombie(processLetter(process), pid));
}

/** What was made to fail: the runs of `every` as a whole, else each. */
function failureLines({ failures = [], isCut = false }: TextInput, messages: ReportMessages): string[] {
  if (failures.length === 0) return [];
  const ends = failures.flatMap(({ end }) => end ?? []);
  if (ends.length > 0)
    return [messages.failedInTurn(failures.length, ends.filter(({ kind }) => kind !== 'exit').length, isCut)];
  return failures.slice(0, MOST_FAILURES).map(({ number, size, stack }) => {
    const own = ownLine(stack);
    return messages.failed(number, size, own ? own.function : '?', own ? placeText(own) : '');
  });
}

function findingLines(finding: Finding, input: TextInput, context: TextContext): string[] {
  const { messages, style } = context;
  const lost = input.lost?.get(finding);
  const failed = input.failedFor?.get(finding);
  const label = finding.kind === 'leak' ? style.warning('leak:') : style.error(`${finding.kind}:`);
  const lines = stackText(
    `${label} ${style.bold(messages.title(finding))}`,
    finding.stack,
    context,
    finding.kind === 'leak' ? undefined : finding.calls,
  );
  const process = processOf(finding, input);
  if (process) lines.push(`      ${style.dim(messages.inProcess(processLetter(process.process), process.pid))}`);
  if (finding.kind !== 'leak') {
    for (const task of finding.waits ?? []) lines.push(`  ${style.note(`${messages.note}:`)} ${messages.waits(task)}`);
    if (finding.unmapped) lines.push(...noteLines(messages.unmappedIn, finding.unmapped.stack, context));
    if (finding.constant)
      lines.push(...declarationLines(messages.constantIs(finding.constant), finding.constant, context));
    if (finding.freed) lines.push(...noteLines(messages.freedIn, finding.freed.stack, context));
    if (finding.origin) lines.push(...originLines(finding.origin, context));
    if (finding.allocated) lines.push(...noteLines(messages.allocatedIn, finding.allocated.stack, context));
  }
  if (lost) lines.push(...noteLines(messages.lostIn, lost.stack, context));
  if (failed?.[0]) {
    const [{ number, stack }] = failed as [FailedAllocation];
    lines.push(...noteLines((name) => messages.failedIn(number, name, failed.length - 1), stack, context));
  }
  const { cause, fix } = messages.explain(finding);
  return [...lines, `  ${style.note(`${messages.cause}:`)} ${cause}`, `  ${style.note(`${messages.fix}:`)} ${fix}`];
}

/** Whose finding it is, where there are several processes. */
function processOf({ process }: Finding, { processes = [] }: TextInput): ProcessLife | undefined {
  return processes.length > 1 ? processes.find((one) => one.process === process) : undefined;
}

/** For a variable: its declaration. */
function originLines(origin: Origin, context: TextContext): string[] {
  const { messages } = context;
  if (origin.kind === 'block')
    return noteLines((name) => messages.valueFromBlock(name, origin.size), origin.allocated.stack, context);
  if (origin.kind === 'alloca')
    return noteLines((name) => messages.valueFromAlloca(name, origin.size), origin.stack, context);
  return declarationLines(messages.valueFromVariable(origin.variable), origin.variable, context);
}

function declarationLines(sentence: string, variable: VariablePlace, context: TextContext): string[] {
  const { function: owner = '', file, line } = variable;
  return noteLines(() => sentence, [{ function: owner, file, line, column: 0, libc: false }], context);
}

function noteLines(sentence: (name: string) => string, stack: Finding['stack'], context: TextContext): string[] {
  const name = ownLine(stack)?.function ?? '?';
  return stackText(`${context.style.note(`${context.messages.note}:`)} ${sentence(name)}`, stack, context);
}

function summaryLine({ findings, totals, suppressed = 0 }: TextInput, messages: ReportMessages): string {
  let leakedBytes = 0;
  let leakedBlocks = 0;
  for (const finding of findings) {
    // Shared segments are no blocks, and nobody frees them.
    if (finding.kind !== 'leak' || finding.leak === 'shared-segment') continue;
    leakedBytes += finding.bytes;
    leakedBlocks += finding.blocks;
  }
  const { count: allocations, frees, bytes, libc, peakBytes } = totals;
  return messages.summary({
    findings: findings.length,
    suppressed,
    allocations,
    frees,
    bytes,
    libc,
    peakBytes,
    leakedBytes,
    leakedBlocks,
  });
}
