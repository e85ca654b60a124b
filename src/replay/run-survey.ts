/** What the records of a run came to, as a survey. */
import type { ProcessId, SiteId, StackId, StepIndex } from '../util/units.ts';
import { liveAt, type AllocationLog } from './allocations.ts';
import type { CallStacks } from './call-stacks.ts';
import type { DetailLog, FindingDetails } from './detail-log.ts';
import type { ByteEventLog, FindingLog } from './event-log.ts';
import { tableOf } from './inherited-blocks.ts';
import type { SiteLines } from './resolver.ts';
import type { SystemLog } from './system-log.ts';
import { makeSystemSurvey } from './system-survey.ts';
import type { AllocationTable, RunPart, StackLine, Survey, SurveyFinding } from './timeline.ts';
import type { ToldMemoryLog } from './told-memory.ts';
import { totalsOf } from './stretches/whole-run.ts';

/** A survey with what only the reader of its records knows. */
export interface RunSurvey extends Survey {
  readonly systemCalls: number;
  readonly siteLines: SiteLines;
  /** Records that contradict those before them (an id out of order, an unknown block) were left out: how many. */
  readonly contradictions: number;
  readonly findingCount: number;
  /** The same as `findings[index]`, without making all the others: a run may leak millions of blocks. */
  findingAt(index: number): SurveyFinding;
  /** More about findings. */
  readonly details: FindingDetails;
  /** The call sites of a stack, innermost first. */
  callSites(stack: StackId): readonly SiteId[];
}

/** What has been read so far. */
export interface ReadRecords {
  readonly allocations: AllocationLog;
  readonly findings: FindingLog;
  readonly outputs: ByteEventLog;
  readonly inputs: ByteEventLog;
  readonly system: SystemLog;
  readonly details: DetailLog;
  readonly told: ToldMemoryLog;
  readonly stacks: CallStacks;
  readonly siteLines: SiteLines;
  readonly systemCalls: number;
  readonly steps: StepIndex;
  readonly contradictions: number;
}

/** Its tables don't grow with records that come later. `part`: what came is a part of a long run. */
export function makeRunSurvey(read: ReadRecords, part: RunPart | undefined): RunSurvey {
  const { findings, outputs, inputs, stacks, siteLines, details, told, systemCalls, steps, contradictions } = read;
  const allocations = read.allocations.table();
  const owners = read.allocations.owners();
  const allocationsOf = tablesOf(read.allocations, allocations, owners);
  const columns = read.system.columns();
  let system: ReturnType<typeof makeSystemSurvey> | undefined;
  return {
    ...{ systemCalls, steps, contradictions, siteLines, details, told, allocations, owners, allocationsOf },
    get system() {
      return (system ??= makeSystemSurvey(columns));
    },
    totals: part ? totalsOf(part.whole) : read.allocations.totals(),
    ...(part && { part }),
    findingCount: findings.count,
    findingAt: (index) => findings.at(index),
    get findings() {
      return findings.all();
    },
    get outputs() {
      return outputs.events();
    },
    get inputs() {
      return inputs.events();
    },
    callSites: (stack) => stacks.sites(stack),
    stackLines: (stack): StackLine[] => stacks.sites(stack).flatMap((site) => siteLines.lines(site)),
    liveAt: (step, process = 0) => liveAt(allocationsOf(process), step),
  };
}

/** The tables of processes, each made once. */
function tablesOf(
  log: AllocationLog,
  all: AllocationTable,
  owners: Uint16Array,
): (process: ProcessId) => AllocationTable {
  const { inherited } = log;
  const frees = inherited.frees.slice();
  const tables = new Map<ProcessId, AllocationTable>();
  // Without a fork whatever there is is one process's.
  if (inherited.forks.size === 0) return () => all;
  return (process) => {
    let table = tables.get(process);
    if (!table) tables.set(process, (table = tableOf(process, all, owners, { forks: inherited.forks, frees })));
    return table;
  };
}
