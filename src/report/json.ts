/** What was found in a run -> the object that `--json` prints. */
import type { Diagnostic } from '../compile/compile.ts';
import type { Finding, Origin, StackAt } from '../replay/findings.ts';
import type { AllocationTotals } from '../replay/allocations.ts';
import type { ProcessLife } from '../replay/system.ts';
import type { StackLine } from '../replay/timeline.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import type { RunEnd } from '../trace/recording.ts';
import type { FailedAllocation } from './failures.ts';
import { jsonProcess } from './json-processes.ts';
import type { ReportMessages } from './messages.ts';
import { selectFindings, type LeakTotals } from './selection.ts';
import {
  JSON_VERSION,
  type JsonReport,
  type JsonFailure,
  type JsonExit,
  type JsonFinding,
  type JsonStackAt,
  type JsonFrame,
  type JsonDiagnostic,
} from './json-report.ts';

export interface JsonInput {
  readonly end: RunEnd | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly totals: Pick<AllocationTotals, 'count' | 'frees' | 'bytes' | 'libc' | 'peakBytes'> | undefined;
  readonly findings: readonly Finding[];
  readonly lost?: ReadonlyMap<Finding, StackAt>;
  readonly leaks?: LeakTotals;
  readonly suppressed?: number;
  readonly failures?: readonly FailedAllocation[];
  readonly processes?: readonly ProcessLife[];
  readonly explored?: JsonReport['explored'];
  readonly failedFor?: ReadonlyMap<Finding, readonly FailedAllocation[]>;
  readonly diagnostics: readonly Diagnostic[];
  readonly damage?: { readonly offset: number; readonly reason: string };
}

export function jsonReport(input: JsonInput, messages: ReportMessages): JsonReport {
  const { count = 0, frees = 0, bytes = 0, libc = { count: 0, bytes: 0 }, peakBytes = 0 } = input.totals ?? {};
  return {
    version: JSON_VERSION,
    exit: input.end === undefined ? null : jsonExit(input.end, messages),
    stdout: input.stdout,
    stderr: input.stderr,
    allocations: { count, frees, bytes, libc, peakBytes },
    findings: input.findings.map((finding) => jsonFinding(finding, input, messages)),
    leaks: input.leaks ?? selectFindings(input.findings).leaks,
    suppressed: input.suppressed ?? 0,
    ...(input.failures &&
      input.failures.length > 0 && { failures: input.failures.map((one) => jsonFailure(one, messages)) }),
    ...(input.processes && input.processes.length > 1 && { processes: input.processes.map(jsonProcess) }),
    ...(input.explored && { explored: input.explored }),
    diagnostics: input.diagnostics.map(jsonDiagnostic),
    ...(input.damage && { damage: input.damage }),
  };
}

function jsonExit(end: RunEnd, messages: ReportMessages): JsonExit {
  switch (end.kind) {
    case 'exit':
      return { kind: 'exit', code: end.code };
    case 'trap':
      return { kind: 'trap', reason: end.reason, message: messages.end(end) };
    case 'killed':
      return { kind: 'killed', reason: end.reason };
    case 'limit':
      return { kind: 'limit', reason: end.reason, limit: end.limit };
  }
}

function jsonFailure({ number, size, end, ...at }: FailedAllocation, messages: ReportMessages): JsonFailure {
  return { number, size, ...(end && { exit: jsonExit(end, messages) }), ...jsonStackAt(at) };
}

function jsonFinding(finding: Finding, { lost: losses, failedFor }: JsonInput, messages: ReportMessages): JsonFinding {
  const lost = losses?.get(finding);
  const failed = failedFor?.get(finding);
  const { kind, step, process, thread, allocated } = finding;
  const common = {
    kind,
    message: messages.title(finding),
    ...messages.explain(finding),
    step,
    process,
    thread,
    stack: finding.stack.map(jsonFrame),
    ...(allocated && { allocated: jsonStackAt(allocated) }),
    ...(failed && { failedAllocations: failed.map(({ number }) => number) }),
  };
  if (finding.kind === 'leak') {
    const { bytes, blocks, leak } = finding;
    return { ...common, bytes, blocks, leak, count: 1, ...(lost && { lost: jsonStackAt(lost) }) };
  }
  const { address, access, size, count, freed, block, variable, constant } = finding;
  const { expression, origin, waits, unmapped, calls } = finding;
  return {
    ...common,
    address,
    ...(access && { access }),
    ...(size > 0 && { size }),
    ...(block && {
      block: { address: block.address, size: block.size, where: block.where, distance: block.bytes },
    }),
    ...(variable && { variable: jsonVariable(variable) }),
    ...(constant && { constant: jsonConstant(constant) }),
    ...(expression !== undefined && { expression }),
    ...(origin && { origin: jsonOrigin(origin) }),
    ...(calls !== undefined && { calls }),
    ...(waits && {
      waits: waits.map((task) => {
        const { process: waiting, pid, thread: itsThread, wait } = task;
        return { process: waiting, pid, thread: itsThread, message: messages.waits(task), wait };
      }),
    }),
    count,
    ...(freed && { freed: jsonStackAt(freed) }),
    ...(unmapped && { unmapped: jsonStackAt(unmapped) }),
  };
}

function jsonOrigin(origin: Origin): NonNullable<JsonFinding['origin']> {
  if (origin.kind === 'variable') return { variable: jsonVariable(origin.variable) };
  if (origin.kind === 'alloca') return { size: origin.size, alloca: { stack: origin.stack.map(jsonFrame) } };
  return { size: origin.size, allocated: jsonStackAt(origin.allocated) };
}

function jsonVariable({ bytes: distance, ...variable }: VariablePlace): NonNullable<JsonFinding['variable']> {
  return { ...variable, distance };
}

function jsonConstant(constant: VariablePlace): NonNullable<JsonFinding['constant']> {
  const { name, index: _, ...rest } = jsonVariable(constant);
  return { ...(name !== '' && { name }), ...rest };
}

function jsonStackAt({ stack, step }: StackAt): JsonStackAt {
  return { stack: stack.map(jsonFrame), step };
}

function jsonFrame({ function: name, file, line, column, libc }: StackLine): JsonFrame {
  return { function: name, file, line, column, ...(libc && { libc }) };
}

function jsonDiagnostic(diagnostic: Diagnostic): JsonDiagnostic {
  const { severity, message, file, line, column, option, ranges, fixIts, notes } = diagnostic;
  return {
    severity: severity === 'fatal' ? 'error' : severity,
    message,
    file,
    line,
    column,
    ...(option !== undefined && { option }),
    ...(ranges.length > 0 && { ranges }),
    ...(fixIts.length > 0 && { fixIts }),
    notes: notes.map(jsonDiagnostic),
  };
}
