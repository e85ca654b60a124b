/** What a run of a program gave -> what is read of it: its survey, and its findings with what a window tells about them. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import type { Recording } from '../trace/recording.ts';
import type { AllocationId, StepIndex } from '../util/units.ts';
import type { Finding, StackAt } from './findings.ts';
import { resolveFindings } from './resolve-findings.ts';
import { lostBlocks } from './lost-blocks.ts';
import { lostPointers, type SearchLimits } from './lost-pointers.ts';
import { objectLives, type ObjectLife } from './object-life.ts';
import { createResolver } from './program-resolver.ts';
import { readSurvey } from './read-survey.ts';
import type { RunSurvey } from './run-survey.ts';
import type { Resolver } from './resolver.ts';
import type { Replay } from './timeline.ts';

/** A person waits for the search. */
const SEARCH_LIMITS: SearchLimits = { bytes: 4 * 2 ** 20, blocks: 20_000, findings: 8 };

export interface ReadProgram {
  readonly debug: DebugInfo;
  readonly resolver: Resolver;
}

export function readProgram(wasm: Uint8Array): ReadProgram {
  const debug = readDebugInfo(wasm);
  return { debug, resolver: createResolver(wasm, debug) };
}

export interface ReadRun {
  readonly survey: RunSurvey;
  readonly findings: readonly Finding[];
}

export function readRun({ debug, resolver }: ReadProgram, run: Pick<Recording, 'sites' | 'survey' | 'end'>): ReadRun {
  const survey = readSurvey(run, resolver);
  const findings = resolveFindings(survey, debug);
  return { survey, findings };
}

export interface ToldByWindow {
  /** For leaks: the moment after the last pointer to them was lost. */
  readonly lost: ReadonlyMap<Finding, StackAt>;
  /** For blocks of leaks: from when on nothing leads to them. */
  readonly lostBlocks: ReadonlyMap<AllocationId, StepIndex>;
  /** For locals used after their end: when that was. */
  readonly lives: ReadonlyMap<Finding, ObjectLife>;
}

/** `window`: over the whole run, if there is one. */
export function toldByWindow({ survey, findings }: ReadRun, window: Replay | undefined): ToldByWindow {
  if (!window) return { lost: new Map(), lostBlocks: new Map(), lives: new Map() };
  return {
    lost: lostPointers(findings, window, survey, survey.siteLines.resolver, SEARCH_LIMITS),
    lostBlocks: lostBlocks(findings, window, survey, survey.siteLines.resolver, SEARCH_LIMITS),
    lives: objectLives(findings, window, SEARCH_LIMITS.findings),
  };
}
