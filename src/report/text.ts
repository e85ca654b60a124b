/** The report that a person reads: findings with source excerpts, as clang prints diagnostics. */
import type { AllocationTotals } from '../replay/allocations.ts';
import type { Finding, StackAt } from '../replay/findings.ts';
import type { RunEnd } from '../trace/recording.ts';
import type { QuotedSource } from './excerpt.ts';
import type { ReportMessages } from './messages.ts';
import { ownLine, stackText } from './stack-text.ts';
import type { TextContext } from './stack-text.ts';
import type { Style } from './style.ts';

export interface TextInput {
  readonly findings: readonly Finding[];
  /** Where the last pointer to a leaked block went away. */
  readonly lost?: ReadonlyMap<Finding, StackAt>;
  readonly end: RunEnd;
  readonly totals: Pick<AllocationTotals, 'count' | 'frees' | 'bytes' | 'peakBytes'>;
  readonly sources: readonly QuotedSource[];
  readonly damage?: { readonly offset: number; readonly reason: string };
}

/** Lines that each end in a newline. */
export function textReport(input: TextInput, messages: ReportMessages, style: Style): string {
  const context: TextContext = { sources: input.sources, messages, style };
  const parts = input.findings.map(
    (finding) => findingLines(finding, input.lost?.get(finding), context).join('\n') + '\n\n',
  );
  const tail = [summaryLine(input, messages)];
  if (input.end.kind !== 'exit') tail.unshift(endLine(input, messages));
  if (input.damage) tail.unshift(messages.damage(input.damage.offset, input.damage.reason));
  return parts.join('') + tail.map((line) => `${style.bold('heapscope:')} ${line}\n`).join('');
}

/** To the machine a null dereference is an access like others; what stopped the program is better known from the finding. */
function endLine({ end, findings }: TextInput, messages: ReportMessages): string {
  const last = findings.findLast((finding) => finding.kind !== 'leak');
  const isIts = end.kind === 'trap' && end.reason === 'out-of-bounds' && last?.kind === 'null-dereference';
  return isIts ? messages.stoppedBy(last) : messages.end(end);
}

function findingLines(finding: Finding, lost: StackAt | undefined, context: TextContext): string[] {
  const { messages, style } = context;
  const label = finding.kind === 'leak' ? style.warning('leak:') : style.error(`${finding.kind}:`);
  const lines = stackText(`${label} ${style.bold(messages.title(finding))}`, finding.stack, context);
  if (finding.kind !== 'leak') {
    if (finding.freed) lines.push(...noteLines(messages.freedIn, finding.freed.stack, context));
    if (finding.allocated) lines.push(...noteLines(messages.allocatedIn, finding.allocated.stack, context));
  }
  if (lost) lines.push(...noteLines(messages.lostIn, lost.stack, context));
  const { cause, fix } = messages.explain(finding);
  return [...lines, `  ${style.note(`${messages.cause}:`)} ${cause}`, `  ${style.note(`${messages.fix}:`)} ${fix}`];
}

function noteLines(sentence: (name: string) => string, stack: Finding['stack'], context: TextContext): string[] {
  const name = ownLine(stack)?.function ?? '?';
  return stackText(`${context.style.note(`${context.messages.note}:`)} ${sentence(name)}`, stack, context);
}

function summaryLine({ findings, totals }: TextInput, messages: ReportMessages): string {
  let leakedBytes = 0;
  let leakedBlocks = 0;
  for (const finding of findings) {
    if (finding.kind !== 'leak') continue;
    leakedBytes += finding.bytes;
    leakedBlocks += finding.blocks;
  }
  const { count: allocations, frees, bytes, peakBytes } = totals;
  return messages.summary({
    findings: findings.length,
    allocations,
    frees,
    bytes,
    peakBytes,
    leakedBytes,
    leakedBlocks,
  });
}
