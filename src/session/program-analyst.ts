/** From what a run gave to what the page reads: DWARF, survey, findings and the window. */
import type { StepReader } from '../interpret/step-reader.ts';
import { readProgram, readRun, toldByWindow, type ReadProgram } from '../replay/read-run.ts';
import type { RunSurvey } from '../replay/run-survey.ts';
import { endOf, type RunResult } from '../run/request.ts';
import { asRecorded } from './as-recorded.ts';
import { openSited } from './open-sited.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';
import type { Analyst } from './analyst.ts';

export class ProgramAnalyst implements Analyst {
  /** Analysed last: runs of the same program share it. */
  #program: (ReadProgram & { readonly wasm: Uint8Array; stepReader?: StepReader }) | undefined;
  #survey: RunSurvey | undefined;

  async analyse(wasm: Uint8Array, result: RunResult, full: RunResult | undefined): Promise<Recorded> {
    const program = this.#read(wasm);
    // Comes while the rest is read.
    void import('../interpret/step-reader.ts');
    const run = readRun(program, { sites: result.sites, survey: result.survey, end: endOf(result) });
    this.#survey = run.survey;
    const window = full && (await this.openWindow(full));
    const recorded = asRecorded(program, { ...run, ...toldByWindow(run, window), end: result.end, window });
    if (!window) return recorded;
    const { blocksToTell, toldTypes } = await import('../layout/told-types.ts');
    const { allocations } = run.survey;
    const blocks = blocksToTell(recorded.leaked.keys(), program.debug, allocations);
    return { ...recorded, types: toldTypes(blocks, window, program.debug, allocations) };
  }

  async openWindow({ window, sites }: RunResult): Promise<OpenedWindow | undefined> {
    if (!window || !this.#survey || !this.#program) return undefined;
    const program = this.#program;
    const { createStepReader } = await import('../interpret/step-reader.ts');
    program.stepReader ??= createStepReader(program.wasm, program.debug);
    const { resolver, stepReader } = program;
    return openSited(window, { sites, survey: this.#survey, resolver, stepReader });
  }

  #read(wasm: Uint8Array): ReadProgram {
    if (this.#program?.wasm !== wasm) this.#program = { wasm, ...readProgram(wasm) };
    return this.#program;
  }
}
