/** Chains the stages: what the person has written, what the engine does with it, and what is shown of it. */
import type { RunNote } from '../trace/run-note.ts';
import type { CompileRequest, SourcePosition } from '../compile/compile.ts';
import type { Attention } from '../layout/attention.ts';
import type { ShellWorld } from '../tools/shell.ts';
import type { ScheduleChoice } from '../run/kernel/policy.ts';
import type { RunRequest, RunResult } from '../run/request.ts';
import type { Trial } from '../lesson/check-result.ts';
import type { TaskRef } from '../replay/system.ts';
import type { Recording } from '../trace/recording.ts';
import { joinArguments } from '../util/split-arguments.ts';
import type { StepIndex } from '../util/units.ts';
import { Activity } from './activity.svelte.ts';
import { Bookmarks } from './bookmarks.svelte.ts';
import { Breakpoints } from './breakpoints.svelte.ts';
import { analyseRecording } from './analyse-recording.ts';
import { ConsoleLog } from './console-log.svelte.ts';
import { CommandLine } from './command-line.svelte.ts';
import { Diagnostics, isError } from './diagnostics.svelte.ts';
import type { Engine, RunningProgram } from './engine.ts';
import { firstView } from './first-view.ts';
import type { Live } from './live.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Playback } from './playback.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Project, type ProjectData } from './project.svelte.ts';
import { DatabaseStorage, type StoredProject } from './project-storage.ts';
import { Projects } from './projects.svelte.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';
import { recordedConsole } from './recorded-console.ts';
import { RunFiles } from './run-files.svelte.ts';
import { programName, runInputs } from './run-inputs.ts';
import { usersLines } from './story-steps.ts';
import { requestUpTo, surveyRequest, windowRequest, type ProgramRun } from './program-run.ts';
import { checksOf, trialOf } from './run-options.ts';
import { Story } from './story.svelte.ts';
import { Picked } from './picked.svelte.ts';
import { TimelineView } from './timeline-view.svelte.ts';
import { TimeSearch } from './time-search.svelte.ts';
import { windowRange, WINDOW_STEPS } from './window-range.ts';

/** Turns what a run gave into what the page reads. */
export interface Analyst {
  /** `full`: a second run of the same program with the same inputs, whose window covers all of it. */
  analyse(wasm: Uint8Array, survey: RunResult, full: RunResult | undefined): Promise<Recorded>;
  /** Opens the window of a later run of the same program. */
  openWindow(result: RunResult): Promise<OpenedWindow | undefined>;
}

/** How the last run ended, or that there was none. */
export type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'failed-to-compile' }
  | { readonly kind: 'ran'; readonly end: RunResult['end'] }
  | { readonly kind: 'engine-failed'; readonly message: string };

/** Where a link leads, beyond its program. */
export interface StartingPoint {
  readonly choices: readonly ScheduleChoice[];
  readonly step: StepIndex | undefined;
}

const CHECK_DELAY_MS = 400;
const SEEK_DELAY_MS = 200;

export class Session {
  readonly preferences: Preferences;
  readonly project = new Project();
  readonly notices = new Notices();
  readonly projects = new Projects(this.project, new DatabaseStorage(), this.notices);
  readonly breakpoints = new Breakpoints();
  readonly diagnostics = new Diagnostics();
  readonly activity = new Activity();
  readonly playback: Playback;
  readonly files = new RunFiles();
  readonly commandLine = new CommandLine();
  readonly story: Story;
  readonly search: TimeSearch;
  readonly timeline: TimelineView;
  readonly bookmarks = new Bookmarks();
  readonly picked = new Picked();
  /** What a lesson's text is about just now. */
  attention = $state.raw<Attention>({});
  /** The native program that runs while it is looked at. */
  live = $state.raw<Live | undefined>();
  /** Whether the command palette is open. */
  palette = $state(false);

  console = $state.raw(new ConsoleLog());
  /** What the system refused in the run that is shown, or is made. */
  notes = $state.raw<readonly RunNote[]>([]);
  outcome = $state.raw<Outcome>({ kind: 'none' });
  /** Whom the person has chosen to run, and when; cleared by Run. */
  choices = $state.raw<readonly ScheduleChoice[]>([]);
  /** The way of running that is tried out just now, as a failed check names it; undefined: the usual one. */
  trial = $state.raw<Trial | undefined>();
  /** Whether the run with those choices printed something else, or ended otherwise, than the one before. */
  differs = $state<boolean | undefined>();
  /** Set while a program from a link waits for its first run, which only the person starts. */
  startingPoint = $state.raw<StartingPoint | undefined>();
  /** A place in the sources that the editor should bring into view; the editor clears it. */
  goingTo = $state.raw<SourcePosition | undefined>();
  /** The revision of the project that was run last: the editor's marks belong to it. */
  ranRevision = $state(-1);
  /** Whether the program waits for a line from the person. */
  readonly waiting = $derived(
    this.outcome.kind === 'ran' && this.outcome.end.kind === 'needs-input' && !this.activity.busy,
  );
  /** Whether the console takes commands. */
  readonly takesCommands = $derived.by(
    () =>
      this.playback.recorded?.hasMemory !== false &&
      this.outcome.kind === 'ran' &&
      this.outcome.end.kind !== 'needs-input' &&
      !this.activity.busy,
  );
  /** Whether the source has changed since the run that is shown. */
  readonly stale = $derived.by(
    () => this.playback.recorded !== undefined && this.ranRevision !== this.project.revision,
  );

  /** What the program says that the open finding is about: an expression or, where that isn't known, the whole line. */
  readonly sourceLine = $derived.by(() => {
    const { finding } = this.story;
    if (finding && finding.kind !== 'leak' && finding.expression !== undefined) return finding.expression;
    const line = finding && usersLines(finding.stack)[0];
    if (!line || this.stale) return '';
    const text = this.project.files.find((file) => file.path === line.file)?.text;
    return text?.split('\n')[line.line - 1] ?? '';
  });

  #engine: Engine;
  #analyst: Analyst;
  #running: RunningProgram | undefined;
  /** Counts runs; work of an older run that comes back late is dropped. */
  #turn = 0;
  #wasm: Uint8Array | undefined;
  /** What was run last. */
  #program: ProgramRun | undefined;
  #answers: Uint8Array[] = [];
  #inputClosed = false;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #seekTimer: ReturnType<typeof setTimeout> | undefined;

  /** `preferences` may be shared by the sessions of a page. */
  constructor(engine: Engine, analyst: Analyst, preferences = new Preferences()) {
    this.preferences = preferences;
    this.#engine = engine;
    this.#analyst = analyst;
    this.playback = new Playback(this.breakpoints, (around) => this.#wantWindow(around));
    this.story = new Story(this.playback);
    this.timeline = new TimelineView(this.playback);
    this.search = new TimeSearch(
      this.playback,
      (first, end) => this.#recordRange(first, end),
      () => this.stop(),
    );
  }

  /** Puts `data` in the place of what is open, which stays among the projects if it was edited. */
  open(data: ProjectData, title = ''): void {
    this.projects.flush();
    this.stop();
    this.#turn += 1;
    this.project.open(data);
    this.projects.opened(undefined, title);
    this.startingPoint = undefined;
    this.breakpoints.clear();
    this.bookmarks.steps = [];
    this.playback.clear();
    this.story.close();
    this.files.ended({});
    this.diagnostics.all = [];
    this.outcome = { kind: 'none' };
    this.console = new ConsoleLog();
    this.activity.stage = { kind: 'idle' };
  }

  openProject(project: StoredProject): void {
    this.open(project.data);
    this.projects.opened(project);
  }

  /** Shows a recording that was made elsewhere, without running anything. */
  async openRecording(recording: Recording): Promise<void> {
    const { symbols } = recording;
    await this.openRecorded(recording, async () =>
      symbols
        ? (await import('./recorded-events.ts')).readEvents(recording)
        : analyseRecording(this.#analyst, recording),
    );
  }

  /** The same, where `read` tells what is read off it. */
  async openRecorded(
    { meta, end }: Pick<Recording, 'meta' | 'end'>,
    read: () => Promise<Recorded | undefined>,
  ): Promise<void> {
    this.open({ files: meta.sources, flags: joinArguments(meta.flags), argv: joinArguments(meta.arguments) });
    const turn = this.#turn;
    this.#program = undefined;
    const recorded = await read();
    if (!recorded || turn !== this.#turn) return;
    this.ranRevision = this.project.revision;
    if (!recorded.hasMemory) this.#leaveMemory(recorded);
    this.#show(recorded, end);
  }

  /** Shows a native run that goes on, as far as it has come; `end` once it has ended. */
  showGrowing(recorded: Recorded, end: RunResult['end'] | undefined): void {
    this.ranRevision = this.project.revision;
    if (!this.playback.recorded) {
      this.#program = undefined;
      this.#leaveMemory(recorded);
      this.console = recordedConsole(recorded);
      this.playback.show(recorded, recorded.steps);
    } else this.playback.extend(recorded);
    if (!end) return;
    this.outcome = { kind: 'ran', end };
    if (recorded.findings.length > 0) this.preferences.outputTab = 'findings';
  }

  /** From views that would have nothing to show. */
  #leaveMemory({ survey }: Recorded): void {
    const { pictureTab } = this.preferences;
    const isEmpty = pictureTab === 'bytes' || (pictureTab === 'objects' && survey.told.blockCount === 0);
    if (isEmpty) this.preferences.pictureTab = 'sites';
  }

  /** What the person has typed into the console of the run that is shown. */
  typedInput(): string {
    return this.#answers.map((line) => new TextDecoder().decode(line)).join('');
  }

  /** Compiles and runs what is in the editor, from the beginning. */
  async run(trial?: Trial): Promise<void> {
    const turn = this.#begin();
    this.trial = trial;
    this.#answers = [];
    this.#inputClosed = false;
    const start = this.startingPoint;
    this.startingPoint = undefined;
    this.choices = start?.choices ?? [];
    this.differs = undefined;
    const revision = this.project.revision;
    this.projects.flush();
    try {
      this.activity.stage = { kind: 'compiling' };
      const compiled = await this.#engine.compile(this.#compileRequest(), (progress) => {
        if (turn !== this.#turn) return;
        this.activity.stage =
          progress.doneBytes < progress.totalBytes ? { kind: 'loading', progress } : { kind: 'compiling' };
      });
      if (turn !== this.#turn) return;
      this.diagnostics.all = compiled.diagnostics;
      if (compiled.kind === 'failed') {
        this.#failCompile();
        return;
      }
      this.#wasm = compiled.wasm;
      this.ranRevision = revision;
      await this.#runCompiled(turn);
      if (start?.step !== undefined && turn === this.#turn && this.playback.recorded) this.playback.goTo(start.step);
    } catch (error) {
      this.#fail(turn, error);
    }
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
    this.console.close(ending);
    const program = this.#wasm && { name: programName(this.project), wasm: this.#wasm };
    const addr2line: ShellWorld['addr2line'] = (args, files) => this.#engine.addr2line(args, files);
    await this.commandLine.run(line, { files: this.files.atEnd, program, addr2line }, this.console);
  }

  /** Shows the files as they were at the present step: the program is run again up to there. */
  async showFilesNow(): Promise<void> {
    const [program, turn, step] = [this.#program, this.#turn, this.playback.position];
    if (!program || this.activity.busy) return;
    if (step === 0) return this.files.showStep(program.inputs.files, step);
    this.activity.stage = { kind: 'recording', steps: 0, of: step };
    try {
      const result = await this.#execute(turn, requestUpTo(program, step), false);
      if (turn !== this.#turn) return;
      this.activity.stage = { kind: 'idle' };
      if (result && result.end.kind !== 'killed') this.files.showStep(result.files, step);
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  /** Lets another task run next than the scheduler chose: the run is made again, the same up to the present step. */
  runNext({ process }: TaskRef): Promise<void> {
    const step = this.playback.position;
    return this.#chooseAgain([...this.choices.filter((choice) => choice.step < step), { step, process }]);
  }

  /** Back to the scheduler's own choices. */
  forgetChoices(): Promise<void> {
    return this.#chooseAgain([]);
  }

  async #chooseAgain(choices: readonly ScheduleChoice[]): Promise<void> {
    const [before, position] = [outcomeText(this.playback.recorded), this.playback.position];
    this.choices = choices;
    await this.#runAgain();
    if (!this.playback.recorded || this.choices !== choices) return;
    this.differs = outcomeText(this.playback.recorded) !== before;
    this.playback.goTo(position);
  }

  /** Ends whatever the engine does. A running program keeps what it has recorded. */
  stop(): void {
    clearTimeout(this.#seekTimer);
    if (this.#running) {
      this.#running.stop();
      return;
    }
    const { kind } = this.activity.stage;
    if (kind === 'compiling' || kind === 'loading') {
      this.#turn += 1;
      this.#engine.cancelCompile();
      this.activity.stage = { kind: 'idle' };
    }
  }

  /** To be called after every edit: asks the compiler for its opinion when the typing pauses. */
  edited(): void {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => void this.#check(), CHECK_DELAY_MS);
  }

  /** Puts the editor's cursor at a place of the project's own files. */
  showSource(place: SourcePosition): void {
    if (!this.project.files.some((file) => file.path === place.file)) return;
    this.project.active = place.file;
    this.preferences.phoneTab = 'editor';
    this.goingTo = place;
  }

  /** To the next (1) or previous (-1) step of the open finding's story, with the list of findings in view. */
  followStory(direction: 1 | -1): void {
    this.story.move(direction);
    this.#showFindings();
  }

  /** To the next (1) or previous (-1) bookmark, if there is one. */
  nextBookmark(direction: 1 | -1): void {
    const step = this.bookmarks.next(this.playback.position, direction);
    if (step !== undefined) this.playback.goTo(step);
  }

  nextFinding(direction: 1 | -1): void {
    this.story.moveFinding(direction);
    this.#showFindings();
  }

  #showFindings(): void {
    if (this.story.finding) this.preferences.outputTab = 'findings';
  }

  #begin(): number {
    this.stop();
    clearTimeout(this.#checkTimer);
    this.playback.pause();
    this.#turn += 1;
    return this.#turn;
  }

  async #runAgain(): Promise<void> {
    const turn = this.#begin();
    try {
      await this.#runCompiled(turn);
    } catch (error) {
      this.#fail(turn, error);
    }
  }

  async #runCompiled(turn: number): Promise<void> {
    const wasm = this.#wasm;
    if (!wasm) return;
    const inputs = runInputs(this.project, this.#answers, this.#inputClosed);
    const { choices, trial } = this;
    const program = { wasm, inputs, checks: checksOf(this.project.options), choices, ...trialOf(trial) };
    this.#program = program;
    this.activity.stage = { kind: 'running', steps: 0 };
    const survey = await this.#execute(turn, surveyRequest(program), true);
    if (!survey || turn !== this.#turn) return;
    let full: RunResult | undefined;
    if (survey.end.steps <= WINDOW_STEPS) {
      this.activity.stage = { kind: 'recording', steps: 0, of: survey.end.steps };
      full = await this.#execute(turn, windowRequest(program, 0, wholeRun(survey.end)), false);
      if (!full || turn !== this.#turn) return;
    }
    this.activity.stage = { kind: 'reading' };
    const recorded = { ...(await this.#analyst.analyse(wasm, survey, full)), checks: program.checks };
    if (turn !== this.#turn) return;
    this.activity.stage = { kind: 'idle' };
    this.files.ended(survey.files);
    this.#show(recorded, survey.end);
    // The person ended the recording: it isn't begun again before they move.
    if (full && !full.window) clearTimeout(this.#seekTimer);
    if (survey.end.kind === 'needs-input') this.preferences.phoneTab = 'output';
    if (recorded.findings.length > 0 && survey.end.kind !== 'needs-input') this.preferences.outputTab = 'findings';
    else this.preferences.outputTab = 'console';
  }

  #show(recorded: Recorded, end: RunResult['end']): void {
    this.outcome = { kind: 'ran', end };
    this.console = recordedConsole(recorded);
    const first = firstView(recorded);
    this.search.reset();
    this.picked.clear();
    this.playback.show(recorded, first.position);
    this.story.open(first.finding);
  }

  /** Runs once; `live` shows output and counts while it goes. */
  async #execute(turn: number, request: RunRequest, live: boolean): Promise<RunResult | undefined> {
    const log = new ConsoleLog();
    if (live) this.notes = [];
    let pending = 0;
    const publish = (): void => {
      pending = 0;
      if (turn !== this.#turn || this.activity.stage.kind !== 'running') return;
      log.publish();
      // A run that takes long enough to be watched is watched in the console.
      if (this.console !== log) this.preferences.outputTab = 'console';
      this.console = log;
    };
    const showOutput = (descriptor: number, bytes: Uint8Array, step: StepIndex): void => {
      if (turn !== this.#turn) return;
      log.append(descriptor === 2 ? 'stderr' : 'stdout', bytes, step);
      pending ||= Number(setTimeout(publish, 100));
    };
    const running = this.#engine.run(request, {
      ...(live && { output: showOutput, note: (note) => (this.notes = withNote(this.notes, note)) }),
      steps: (steps) => {
        if (turn !== this.#turn) return;
        const end = request.window?.end;
        this.activity.stage = end === undefined ? { kind: 'running', steps } : { kind: 'recording', steps, of: end };
      },
    });
    this.#running = running;
    try {
      return await running.result;
    } finally {
      if (this.#running === running) this.#running = undefined;
      clearTimeout(pending);
    }
  }

  #wantWindow(around: StepIndex): void {
    clearTimeout(this.#seekTimer);
    if (this.#running) return;
    this.#seekTimer = setTimeout(() => void this.#recordWindow(around), SEEK_DELAY_MS);
  }

  async #recordWindow(around: StepIndex): Promise<void> {
    const { first, end } = windowRange(around, this.playback.total);
    const window = await this.#recordRange(first, end);
    if (!window) return;
    this.playback.window = window;
    // The person may have gone on meanwhile.
    if (!this.playback.inWindow) this.#wantWindow(this.playback.position);
  }

  /** Records steps [first, end) in full, by running again; undefined if that was given up. */
  async #recordRange(first: StepIndex, end: StepIndex): Promise<OpenedWindow | undefined> {
    const [program, turn] = [this.#program, this.#turn];
    if (!program || !this.playback.recorded) return undefined;
    this.activity.stage = { kind: 'recording', steps: 0, of: end };
    try {
      const result = await this.#execute(turn, windowRequest(program, first, end), false);
      const window = result && turn === this.#turn ? await this.#analyst.openWindow(result) : undefined;
      if (turn !== this.#turn) return undefined;
      this.activity.stage = { kind: 'idle' };
      return window;
    } catch (error) {
      this.#fail(turn, error);
      return undefined;
    }
  }

  async #check(): Promise<void> {
    if (this.activity.busy) {
      this.edited();
      return;
    }
    const revision = this.project.revision;
    try {
      const found = await this.#engine.check(this.#compileRequest());
      if (revision === this.project.revision) this.diagnostics.all = found;
    } catch {
      // The next Run says what is wrong with the engine; typing goes on.
    }
  }

  #compileRequest(): CompileRequest {
    return { files: this.project.sources(), flags: this.project.flagList() };
  }

  #failCompile(): void {
    this.activity.stage = { kind: 'idle' };
    this.outcome = { kind: 'failed-to-compile' };
    this.playback.clear();
    this.console = new ConsoleLog();
    this.preferences.outputTab = this.diagnostics.all.some(isError) ? 'problems' : 'console';
    this.preferences.phoneTab = 'output';
  }

  #fail(turn: number, error: unknown): void {
    if (turn !== this.#turn) return;
    this.activity.stage = { kind: 'idle' };
    this.outcome = { kind: 'engine-failed', message: error instanceof Error ? error.message : String(error) };
    this.preferences.outputTab = 'console';
  }
}

/** What a run came to, to be compared with another: its output in the order in which it came, and its end. */
function outcomeText(recorded: Recorded | undefined): string {
  if (!recorded) return '';
  const decoder = new TextDecoder();
  const outputs = recorded.survey.outputs.map(({ bytes }) => decoder.decode(bytes)).join('');
  const { steps: _, ...end } = recorded.end;
  return `${outputs}\n${JSON.stringify(end)} ${recorded.findings.map(({ kind }) => kind).join()}`;
}

/** The end of a window over a whole run: beyond its last step, unless only our patience ended the run. */
function wholeRun(end: RunResult['end']): StepIndex {
  return end.kind === 'killed' || end.kind === 'limit' ? Math.max(1, end.steps) : WINDOW_STEPS * 2;
}

/** A run that is made again with more input, or more precisely, says the same again. */
function withNote(notes: readonly RunNote[], note: RunNote): readonly RunNote[] {
  const said = JSON.stringify(note);
  return notes.some((one) => JSON.stringify(one) === said) ? notes : [...notes, note];
}
