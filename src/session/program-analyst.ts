/** From what a run gave to what the page reads: DWARF, survey, findings and the window. */
import type { StepReader } from '../interpret/step-reader.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { resolveFindings } from '../replay/findings.ts';
import { resolverOf } from '../replay/program-resolver.ts';
import { readSurvey, type RunSurvey } from '../replay/read-survey.ts';
import { openWindowInSlices } from '../replay/replay.ts';
import type { Resolver } from '../replay/resolver.ts';
import { withSites } from '../replay/sited-replay.ts';
import type { RunResult } from '../run/request.ts';
import type { DebugInfo } from '../dwarf/debug-info.ts';
import type { Recording, RunEnd } from '../trace/recording.ts';
import { lostPointers } from '../replay/lost-pointers.ts';
import { objectLives } from '../replay/object-life.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';
import { recordedEvents } from './recorded-events.ts';
import type { Analyst } from './session.svelte.ts';

interface Program {
  readonly wasm: Uint8Array;
  readonly debug: DebugInfo;
  readonly resolver: Resolver;
  stepReader?: StepReader;
}

/** The page waits for the search. */
const SEARCH_LIMITS = { bytes: 4 * 2 ** 20, blocks: 20_000, findings: 8 };

export class ProgramAnalyst implements Analyst {
  /** Of the program analysed last: runs of the same program share it. */
  #program: Program | undefined;
  #survey: RunSurvey | undefined;

  async analyse(wasm: Uint8Array, run: RunResult, full: RunResult | undefined): Promise<Recorded> {
    const { debug, resolver } = this.#read(wasm);
    // Comes while the rest is read.
    void import('../interpret/step-reader.ts');
    const nameOf = (index: number | undefined): string | undefined =>
      index === undefined ? undefined : resolver.functionName(index).name;
    const end: RunEnd =
      run.end.kind === 'needs-input' ? { kind: 'killed', reason: 'input', steps: run.end.steps } : run.end;
    const survey = readSurvey({ sites: run.sites, survey: run.survey, end }, resolver);
    this.#survey = survey;
    const findings = resolveFindings(survey, debug).filter((finding) => finding.kind !== 'leak' || !finding.libc);
    const window = full && (await this.openWindow(full));
    return {
      survey,
      debug,
      functionName: (tableIndex) => nameOf(resolver.functionIndexOf?.(tableIndex)),
      findings,
      end: run.end,
      // A window over everything knows best how many statements there are.
      steps: window?.end ?? survey.steps,
      window,
      hasMemory: true,
      lost: window ? lostPointers(findings, window, survey, SEARCH_LIMITS) : new Map(),
      lives: window ? objectLives(findings, window, SEARCH_LIMITS.findings) : new Map(),
      leaked: new Set(findings.flatMap((finding) => (finding.kind === 'leak' ? finding.blockIds : []))),
    };
  }

  /** A recording without a module: what happened is all there is, and each of its events is a step. */
  analyseEvents(recording: Recording): Recorded {
    const survey = readSurvey(recording, resolverOf(recording));
    const findings = resolveFindings(survey);
    return recordedEvents(survey, findings, recording.end);
  }

  async openWindow({ window, sites }: RunResult): Promise<OpenedWindow | undefined> {
    if (!window || !this.#survey || !this.#program) return undefined;
    const program = this.#program;
    const { createStepReader } = await import('../interpret/step-reader.ts');
    program.stepReader ??= createStepReader(program.wasm, program.debug);
    const { resolver, stepReader } = program;
    const surroundings = { sites, survey: this.#survey, resolver, stepReader };
    const replay = await openWindowInSlices(window, surroundings, () => new Promise((go) => setTimeout(go)));
    return replay && withSites(replay, sites.code);
  }

  #read(wasm: Uint8Array): { readonly debug: DebugInfo; readonly resolver: Resolver } {
    if (this.#program?.wasm === wasm) return this.#program;
    const debug = readDebugInfo(wasm);
    this.#program = { wasm, debug, resolver: resolverOf({ module: wasm }, debug) };
    return this.#program;
  }
}
