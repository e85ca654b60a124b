/** Runs of the program in the editor: from the beginning, again with more input or another schedule, and parts of them in full. */
import { CompilerNotLoaded } from '../compile/not-loaded.ts';
import type { Trial } from '../lesson/check-result.ts';
import type { TaskRef } from '../replay/system.ts';
import type { ScheduleChoice } from '../run/kernel/policy.ts';
import type { RunResult } from '../run/request.ts';
import type { ShellWorld } from '../tools/shell.ts';
import type { StepIndex } from '../util/units.ts';
import type { Analyst } from './analyst.ts';
import { CommandLine } from './command-line.svelte.ts';
import { ConsoleLog } from './console-log.svelte.ts';
import { isError, type Diagnostics } from './diagnostics.svelte.ts';
import type { EngineWork, Turn } from './engine-work.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import { requestUpTo, surveyRequest, wholeRequest, windowRequest, type ProgramRun } from './program-run.ts';
import type { Project } from './project.svelte.ts';
import type { OpenedWindow } from './recorded.ts';
import { programName, runInputs } from './run-inputs.ts';
import { checksOf, trialOf } from './run-options.ts';
import { outcomeOf, type RunOutcome } from './run-outcome.ts';
import type { ShownRun, WindowMaker } from './shown-run.svelte.ts';
import { SEEK_DELAY_MS, windowRange, WINDOW_STEPS } from './window-range.ts';

/** Where a link leads, beyond its program. */
export interface StartingPoint {
  readonly choices: readonly ScheduleChoice[];
  readonly step: StepIndex | undefined;
}

/** What runs are made of, and where they are shown. */
export interface RunSurroundings {
  readonly work: EngineWork;
  readonly analyst: Analyst;
  readonly project: Project;
  readonly diagnostics: Diagnostics;
  readonly preferences: Preferences;
  readonly shown: ShownRun;
}

export class ProgramRuns implements WindowMaker {
  readonly commandLine = new CommandLine();
  /** Whom the person has chosen to run, and when; cleared by a run from the beginning. */
  choices = $state.raw<readonly ScheduleChoice[]>([]);
  /** The way of running that is tried out just now, as a failed check names it; undefined: the usual one. */
  trial = $state.raw<Trial | undefined>();
  /** What came of the run with those choices, and of the one before. */
  compared = $state.raw<{ readonly before: RunOutcome; readonly now: RunOutcome } | undefined>();
  /** Set while a program from a link waits for its first run, which only the person starts. */
  startingPoint = $state.raw<StartingPoint | undefined>();

  /** Whether the program waits for a line from the person. */
  readonly waiting = $derived.by(() => this.#hasEnded && this.#needsInput);
  /** Whether the console takes commands. */
  readonly takesCommands = $derived.by(
    () => this.#around.shown.playback.recorded?.hasMemory !== false && this.#hasEnded && !this.#needsInput,
  );
  readonly #hasEnded = $derived.by(() => this.#around.shown.outcome.kind === 'ran' && !this.#around.work.activity.busy);
  readonly #needsInput = $derived.by(() => {
    const { outcome } = this.#around.shown;
    return outcome.kind === 'ran' && outcome.end.kind === 'needs-input';
  });

  readonly #around: RunSurroundings;
  #wasm: Uint8Array | undefined;
  /** What was run last. */
  #program: ProgramRun | undefined;
  #answers: Uint8Array[] = [];
  #inputClosed = false;
  #seekTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(around: RunSurroundings) {
    this.#around = around;
  }

  /** For another project, or a recording that was made elsewhere: there is nothing to run again. */
  forget(): void {
    this.stop();
    this.#wasm = undefined;
    this.#program = undefined;
    this.#answers = [];
    this.choices = [];
    this.trial = undefined;
    this.compared = undefined;
    this.startingPoint = undefined;
  }

  /** What the person has typed into the console of the run that is shown. */
  typedInput(): string {
    return this.#answers.map((line) => new TextDecoder().decode(line)).join('');
  }

  /** Compiles and runs what is in the editor, from the beginning. */
  async run(trial?: Trial): Promise<void> {
    const { work, project, diagnostics, shown } = this.#around;
    const turn = this.#begin();
    shown.timeline.expect(project.files);
    this.trial = trial;
    this.#answers = [];
    this.#inputClosed = false;
    const start = this.startingPoint;
    this.startingPoint = undefined;
    this.choices = start?.choices ?? [];
    this.compared = undefined;
    const revision = project.revision;
    try {
      const compiled = await work.compile(turn, project.compileRequest());
      if (!compiled) return;
      diagnostics.all = compiled.diagnostics;
      if (compiled.kind === 'failed') {
        this.#failCompile();
        return;
      }
      this.#wasm = compiled.wasm;
      shown.ranRevision = revision;
      await this.#runCompiled(turn);
      if (start?.step !== undefined && work.isNow(turn) && shown.playback.recorded) shown.playback.goTo(start.step);
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  /** Ends whatever is being done. A running program keeps what it has recorded. */
  stop(): void {
    clearTimeout(this.#seekTimer);
    this.#around.work.stop();
  }

  /** Gives the waiting program a line (without its line end): the run is made again with a longer input. */
  answer(line: string): Promise<void> {
    this.#answers.push(new TextEncoder().encode(`${line}\n`));
    return this.#runAgain();
  }

  /** Lets the waiting program meet the end of its input. */
  closeInput(): Promise<void> {
    this.#inputClosed = true;
    return this.#runAgain();
  }

  /** Does what was typed at the console's command line; `ending` says above it how the program ended. */
  async command(line: string, ending: string): Promise<void> {
    const { work, project, shown } = this.#around;
    shown.console.close(ending);
    const program = this.#wasm && { name: programName(project), wasm: this.#wasm };
    const addr2line: ShellWorld['addr2line'] = (args, files) => work.engine.addr2line(args, files);
    await this.commandLine.run(line, { files: shown.files.atEnd, program, addr2line }, shown.console);
  }

  /** Shows the files as they were at the present step: the program is run again up to there. */
  async showFilesNow(): Promise<void> {
    const { work, shown } = this.#around;
    const [program, turn, step] = [this.#program, work.turn, shown.playback.position];
    if (!program || work.activity.busy) return;
    if (step === 0) return shown.files.showStep(program.inputs.files, step);
    try {
      const result = await work.execute(turn, requestUpTo(program, step));
      if (!work.isNow(turn)) return;
      work.activity.stage = { kind: 'idle' };
      if (result.end.kind !== 'killed') shown.files.showStep(result.files, step);
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  /** Lets another task run next than the scheduler chose: the run is made again, the same up to the present step. */
  runNext({ process, thread }: TaskRef): Promise<void> {
    const step = this.#around.shown.playback.position;
    return this.#chooseAgain([...this.choices.filter((choice) => choice.step < step), { step, process, thread }]);
  }

  /** Back to the scheduler's own choices. */
  forgetChoices(): Promise<void> {
    return this.#chooseAgain([]);
  }

  async #chooseAgain(choices: readonly ScheduleChoice[]): Promise<void> {
    const { playback } = this.#around.shown;
    const [before, position] = [playback.recorded && outcomeOf(playback.recorded), playback.position];
    this.choices = choices;
    await this.#runAgain();
    if (!playback.recorded || this.choices !== choices) return;
    if (before) this.compared = { before, now: outcomeOf(playback.recorded) };
    playback.goTo(position);
  }

  wantWindow(around: StepIndex): void {
    clearTimeout(this.#seekTimer);
    if (this.#around.work.isRunning) return;
    this.#seekTimer = setTimeout(() => void this.#recordWindow(around), SEEK_DELAY_MS);
  }

  async #recordWindow(around: StepIndex): Promise<void> {
    const { playback } = this.#around.shown;
    const { first, end } = windowRange(around, playback.total);
    const window = await this.recordRange(first, end);
    if (!window) return;
    playback.window = window;
    // The person may have gone on meanwhile.
    if (!playback.inWindow) this.wantWindow(playback.position);
  }

  async recordRange(first: StepIndex, end: StepIndex): Promise<OpenedWindow | undefined> {
    const { work, shown, analyst } = this.#around;
    const [program, turn] = [this.#program, work.turn];
    if (!program || !shown.playback.recorded) return undefined;
    try {
      const result = await work.execute(turn, windowRequest(program, first, end));
      const window = work.isNow(turn) ? await analyst.openWindow(result) : undefined;
      if (!work.isNow(turn)) return undefined;
      work.activity.stage = { kind: 'idle' };
      return window;
    } catch (error) {
      this.#fail(turn, error);
      return undefined;
    }
  }

  #begin(): Turn {
    clearTimeout(this.#seekTimer);
    this.#around.shown.playback.pause();
    return this.#around.work.begin();
  }

  async #runAgain(): Promise<void> {
    const turn = this.#begin();
    try {
      await this.#runCompiled(turn);
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  async #runCompiled(turn: Turn): Promise<void> {
    const { work, analyst, project, preferences, shown } = this.#around;
    const wasm = this.#wasm;
    if (!wasm) return;
    const inputs = runInputs(project, this.#answers, this.#inputClosed);
    const program = { wasm, inputs, checks: checksOf(project.options), choices: this.choices, ...trialOf(this.trial) };
    this.#program = program;
    const survey = await this.#survey(turn, program);
    if (!work.isNow(turn)) return;
    let full: RunResult | undefined;
    if (survey.end.steps <= WINDOW_STEPS) {
      full = await work.execute(turn, wholeRequest(program, survey.end));
      if (!work.isNow(turn)) return;
    }
    work.activity.stage = { kind: 'reading' };
    const recorded = { ...(await analyst.analyse(wasm, survey, full)), checks: program.checks };
    if (!work.isNow(turn)) return;
    work.activity.stage = { kind: 'idle' };
    shown.files.ended(survey.files);
    shown.show(recorded, survey.end);
    // The person ended the recording: it isn't begun again before they move.
    if (full && !full.window) clearTimeout(this.#seekTimer);
    const needsInput = survey.end.kind === 'needs-input';
    if (needsInput) preferences.phoneTab = 'output';
    preferences.outputTab = recorded.findings.length > 0 && !needsInput ? 'findings' : 'console';
  }

  /** The whole run, which the person watches. */
  async #survey(turn: Turn, program: ProgramRun): Promise<RunResult> {
    const { work, shown } = this.#around;
    const watch = shown.watch(() => work.isNow(turn) && work.activity.stage.kind === 'running');
    try {
      return await work.execute(turn, surveyRequest(program), watch.watcher);
    } finally {
      watch.done();
    }
  }

  #failCompile(): void {
    const { work, diagnostics, preferences, shown } = this.#around;
    work.activity.stage = { kind: 'idle' };
    shown.outcome = { kind: 'failed-to-compile' };
    shown.playback.clear();
    shown.console = new ConsoleLog();
    preferences.outputTab = diagnostics.all.some(isError) ? 'problems' : 'console';
    preferences.phoneTab = 'output';
  }

  #fail(turn: Turn, error: unknown): void {
    const { work, preferences, shown } = this.#around;
    if (!work.isNow(turn)) return;
    work.activity.stage = { kind: 'idle' };
    const kind = error instanceof CompilerNotLoaded ? 'not-loaded' : 'engine-failed';
    shown.outcome = { kind, message: error instanceof Error ? error.message : String(error) };
    preferences.outputTab = 'console';
    preferences.phoneTab = 'output';
  }
}
