/** From a survey's records to findings: which of them are one, and what else the survey knows of each. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { ALLOCATION_BY_LIBC, FindingFlag, FindingKind, SHARED_SEGMENT_LEFT } from '../trace/records.ts';
import type { AllocationId, SiteId } from '../util/units.ts';
import { findingPlace } from './finding-place.ts';
import {
  FINDING_NAMES,
  LEAK_KINDS,
  type BlockDistance,
  type Finding,
  type LeakFinding,
  type LeakKind,
  type MisuseFinding,
  type Origin,
  type StackAt,
  type WaitingTask,
} from './findings.ts';
import { variableArrayMadeAt } from './variable-array-near.ts';
import { localNear } from './variable-near.ts';
import type { RunSurvey } from './run-survey.ts';
import type { SystemSurvey } from './system.ts';
import type { AllocationTable, StackLine, SurveyFinding } from './timeline.ts';

/**
 * All findings of a run: misuse in the order in which it first happened, then leaks: worst kind first, then by bytes.
 * Misuse is one finding per kind, place and callers (all that libc does for one call of the program's is one place);
 * leaks one per kind and allocation stack. Names of variables need `debug`.
 */
export function resolveFindings(survey: RunSurvey, debug?: DebugInfo): Finding[] {
  const misuse = new Map<string, number[]>();
  const leaks = new Map<string, number[]>();
  for (let index = 0; index < survey.findingCount; index++) {
    const finding = survey.findingAt(index);
    const isLeak = finding.kind === FindingKind.leak;
    if (isLeak && !isLeakNow(survey, index, finding)) continue;
    const key = isLeak ? leakKey(finding, survey.allocations) : misuseKey(survey, finding);
    const groups = isLeak ? leaks : misuse;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  const countOf = counter(survey);
  const found = [...misuse.values()].map((indices) => misuseFinding(survey, indices, countOf(indices), debug));
  const lost = [...leaks.values()].map((indices) => leakFinding(survey, indices));
  const rank = (leak: LeakFinding): number => LEAK_KINDS.indexOf(leak.leak);
  return [...found, ...lost.sort((a, b) => rank(a) - rank(b) || b.bytes - a.bytes || a.indices[0]! - b.indices[0]!)];
}

/** Whether no later scan took it back, and the block is still there: a program may go on after a scan that somebody asked for. */
function isLeakNow(survey: RunSurvey, index: number, { flags, block, process }: SurveyFinding): boolean {
  if (LEAK_KINDS[flags] === undefined) return false;
  const first = survey.details.firstLeakOf(process);
  if (flags === SHARED_SEGMENT_LEFT || first === undefined) return true;
  return index >= first && survey.allocationsOf(process).freeStep[block] === Infinity;
}

/** Gives a function that counts what a group of recorded findings stands for; to be asked for each group once, in order. */
function counter(survey: RunSurvey): (indices: readonly number[]) => number {
  const places = new Set<string>();
  return (indices) => {
    const counts = new Map<string, number>();
    const ofPlace = new Map<string, number>();
    for (const index of indices) {
      const finding = survey.findingAt(index);
      const { kind, site, stack, process } = finding;
      const place = [kind, site, process].join(' ');
      const group = `${place} ${stack}`;
      const known = counts.get(group);
      // Those whose stacks were too many to keep are counted with the first of their place.
      const others = places.has(place) ? 0 : survey.details.repeatsWithAnyStack(finding);
      places.add(place);
      counts.set(group, (known ?? survey.details.repeatsOf(finding) + others) + 1);
    }
    for (const [group, count] of counts) {
      const place = group.slice(0, group.lastIndexOf(' '));
      ofPlace.set(place, (ofPlace.get(place) ?? 0) + count);
    }
    // Where libc did one thing wrong in several places, each time is one time.
    return Math.max(...ofPlace.values());
  };
}

/** The call stack of a finding, innermost first: its own place, then the calls. */
function findingStack(survey: RunSurvey, { site, stack }: SurveyFinding): readonly StackLine[] {
  // The shim's stacks begin with the place itself, the host's with the call that led there.
  if (site === 0 || survey.callSites(stack)[0] === site) return survey.stackLines(stack);
  return [...survey.siteLines.lines(site), ...survey.stackLines(stack)];
}

/**
 * What libc does wrong in several places on behalf of one call is one mistake: the caller's. How deep a recursion was makes no other
 * mistake of it: each caller counts once.
 */
function misuseKey(survey: RunSurvey, { kind, site, stack, process, flags, block }: SurveyFinding): string {
  const isLibcs = (one: SiteId): boolean => survey.siteLines.lines(one).every(({ libc }) => libc);
  const sites = [...new Set(survey.callSites(stack))];
  if (site === 0 || !isLibcs(site)) return [kind, site, process, ...sites].join(' ');
  const callers = sites.slice(
    Math.max(
      0,
      sites.findIndex((one) => !isLibcs(one)),
    ),
  );
  return [kind, flags & FindingFlag.write, block, process, ...callers].join(' ');
}

function leakKey(finding: SurveyFinding, { stack, operation }: AllocationTable): string {
  const { flags, block, process } = finding;
  return [
    flags,
    block === 0 ? finding.stack : (stack[block] ?? 0),
    (operation[block] ?? 0) & ALLOCATION_BY_LIBC,
    process,
  ].join(' ');
}

function misuseFinding(
  survey: RunSurvey,
  indices: readonly number[],
  count: number,
  debug: DebugInfo | undefined,
): MisuseFinding {
  const finding = survey.findingAt(indices[0]!);
  const { kind, address, size, flags, block, step, process, thread } = finding;
  const allocations = survey.allocationsOf(process);
  const access = flags & FindingFlag.write ? 'write' : flags & FindingFlag.read ? 'read' : undefined;
  const isKnown = block > 0 && block <= allocations.count;
  const near = isKnown ? distance(finding, allocations) : undefined;
  const { details } = survey;
  const frames = details.framesOf(indices[0]!);
  const text = details.textOf(indices[0]!);
  const calls = details.depthOf(indices[0]!);
  const origin = originOf(survey, indices[0]!, debug);
  return {
    kind: FINDING_NAMES[kind] as MisuseFinding['kind'],
    step,
    process,
    thread,
    stack: findingStack(survey, finding),
    indices,
    count,
    address,
    size,
    ...(access && { access }),
    ...(near && { block: near, allocated: allocatedAt(survey, block) }),
    ...(isKnown && (flags & FindingFlag.freed) !== 0 && { freed: freedAt(survey, allocations, block) }),
    ...(text !== undefined && { text }),
    ...(calls !== undefined && { calls }),
    ...(origin && { origin }),
    ...(kind === FindingKind.trap && unmappedAt(survey, finding)),
    ...(kind === FindingKind.deadlock && { waits: waitingTasks(survey.system) }),
    ...(debug &&
      findingPlace(
        finding,
        { frames, object: details.objectOf(indices[0]!), below: details.belowFrameOf(indices[0]!), block: near },
        survey.siteLines.sites,
        debug,
      )),
  };
}

/** The last time that this process unmapped what is at the finding's address. */
function unmappedAt(survey: RunSurvey, { address, process, step }: SurveyFinding): { unmapped: StackAt } | undefined {
  const { events } = survey.system;
  const last = events.find(events.countBefore(step + 1) - 1, -1, (event) => {
    const isAbout = event.kind === 'segment-detached' || event.kind === 'segment-attached';
    return isAbout && event.process === process && address >= event.address && address < event.address + event.bytes;
  });
  const event = last < 0 ? undefined : events.at(last);
  if (event?.kind !== 'segment-detached') return undefined;
  return { unmapped: { stack: survey.stackLines(event.stack), step: event.step } };
}

/** At the end of the run: what each has not been woken from. */
function waitingTasks({ processes, events }: SystemSurvey): readonly WaitingTask[] {
  return processes.flatMap(({ process, pid, threads }) =>
    threads.flatMap(({ thread, ended }) => {
      const last = events.find(events.count - 1, -1, (event) => {
        return (
          event.process === process && event.thread === thread && (event.kind === 'block' || event.kind === 'wake')
        );
      });
      const event = last < 0 || ended !== undefined ? undefined : events.at(last);
      if (event?.kind !== 'block') return [];
      return [{ process, thread, pid, isOneOfSeveral: threads.length > 1, wait: event.wait }];
    }),
  );
}

function leakFinding(survey: RunSurvey, indices: readonly number[]): LeakFinding {
  const { allocations } = survey;
  const finding = survey.findingAt(indices[0]!);
  if (finding.flags === SHARED_SEGMENT_LEFT) return segmentLeft(survey, indices, finding);
  const { flags, block, step, process, thread } = finding;
  const blockIds = indices.map((index) => survey.findingAt(index).block);
  const allocated = allocatedAt(survey, block);
  return {
    kind: 'leak',
    leak: LEAK_KINDS[flags] as LeakKind,
    step,
    process,
    thread,
    stack: allocated.stack,
    indices,
    allocated,
    bytes: blockIds.reduce((sum, id) => sum + (allocations.size[id] ?? 0), 0),
    blocks: blockIds.length,
    blockIds,
    libc: ((allocations.operation[block] ?? 0) & ALLOCATION_BY_LIBC) !== 0,
  };
}

function segmentLeft(survey: RunSurvey, indices: readonly number[], finding: SurveyFinding): LeakFinding {
  const { stack, step, process, thread } = finding;
  const lines = survey.stackLines(stack);
  return {
    ...{ kind: 'leak', leak: 'shared-segment', step, process, thread, stack: lines, indices },
    allocated: { stack: lines, step },
    bytes: indices.reduce((sum, index) => sum + survey.findingAt(index).size, 0),
    blocks: indices.length,
    blockIds: [],
    libc: false,
  };
}

function originOf(survey: RunSurvey, index: number, debug: DebugInfo | undefined): Origin | undefined {
  const origin = survey.details.originOf(index);
  if (origin?.kind === 'block') {
    const size = survey.allocations.size[origin.block] ?? 0;
    return { kind: 'block', size, allocated: allocatedAt(survey, origin.block) };
  }
  const code = survey.siteLines.sites.code[origin?.site ?? 0];
  if (!origin || !debug || !code) return undefined;
  if (origin.kind === 'below-frame') {
    const variable = variableArrayMadeAt(debug, code);
    if (variable) return { kind: 'variable', variable };
    return { kind: 'alloca', size: origin.size, stack: survey.siteLines.lines(origin.site) };
  }
  // Four bytes have one origin: of several variables in them the first is named.
  const variable = localNear(debug, { code, frameBase: 0 }, origin.offset, 1);
  const isIt = variable?.where === 'inside' || (variable?.where === 'before' && variable.bytes < 4);
  return variable && isIt ? { kind: 'variable', variable } : undefined;
}

function allocatedAt(survey: RunSurvey, block: AllocationId): StackAt {
  const { stack, step } = survey.allocations;
  return { stack: survey.stackLines(stack[block] ?? 0), step: step[block] ?? 0 };
}

function freedAt(survey: RunSurvey, { freeStack, freeStep }: AllocationTable, block: AllocationId): StackAt {
  return { stack: survey.stackLines(freeStack[block]!), step: freeStep[block]! };
}

function distance({ address, size, block }: SurveyFinding, allocations: AllocationTable): BlockDistance {
  const start = allocations.address[block]!;
  const blockSize = allocations.size[block]!;
  const end = start + blockSize;
  const of = { id: block, address: start, size: blockSize };
  if (address < start) return { ...of, where: 'before', bytes: start - address };
  if (address >= end && (size > 0 || address > start)) return { ...of, where: 'after', bytes: address - end };
  // An access that begins inside and runs over the end goes wrong at the end.
  if (address + size > end) return { ...of, where: 'after', bytes: 0 };
  return { ...of, where: 'inside', bytes: address - start };
}
