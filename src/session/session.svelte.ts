/** Chains the stages: what the person has written, what the engine does with it, and what is shown of it. */
import type { SourcePosition } from '../compile/compile.ts';
import type { Attention } from '../layout/attention.ts';
import type { Trial } from '../lesson/check-result.ts';
import type { RunResult } from '../run/request.ts';
import type { Recording } from '../trace/recording.ts';
import { joinArguments } from '../util/split-arguments.ts';
import { analyseRecording } from './analyse-recording.ts';
import type { Analyst } from './analyst.ts';
import { Diagnostics } from './diagnostics.svelte.ts';
import type { Engine } from './engine.ts';
import { EngineWork } from './engine-work.svelte.ts';
import type { Live } from './live.svelte.ts';
import type { LongRecording } from './long-recording.ts';
import { Notices } from './notices.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { ProgramRuns } from './program-runs.svelte.ts';
import { Project, type ProjectData } from './project.svelte.ts';
import { DatabaseStorage, type StoredProject } from './project-storage.ts';
import { Projects } from './projects.svelte.ts';
import type { Recorded } from './recorded.ts';
import { ShownRun } from './shown-run.svelte.ts';
import { StretchView } from './stretch-view.ts';
import { TypingCheck } from './typing-check.ts';

export class Session {
  readonly preferences: Preferences;
  readonly project = new Project();
  readonly notices = new Notices();
  readonly projects = new Projects(this.project, new DatabaseStorage(), this.notices);
  readonly diagnostics = new Diagnostics();
  readonly runs: ProgramRuns;
  readonly shown: ShownRun;
  readonly activity: EngineWork['activity'];
  /** Parts of `shown` that most views read. */
  readonly playback: ShownRun['playback'];
  readonly story: ShownRun['story'];

  /** What a lesson's text is about just now. */
  attention = $state.raw<Attention>({});
  /** The native program that runs while it is looked at. */
  live = $state.raw<Live | undefined>();
  /** Whether the command palette is open. */
  palette = $state(false);
  /** Whether the sheet of keys and marks is open. */
  help = $state(false);
  /** A place in the sources that the editor should bring into view; the editor clears it. */
  goingTo = $state.raw<SourcePosition | undefined>();

  readonly #work: EngineWork;
  readonly #analyst: Analyst;
  readonly #typing: TypingCheck;
  /** What is shown is a part of a long recording. */
  #stretches: StretchView | undefined;

  /** `preferences` may be shared by the sessions of a page. */
  constructor(engine: Engine, analyst: Analyst, preferences = new Preferences()) {
    this.preferences = preferences;
    this.#analyst = analyst;
    const { project, diagnostics } = this;
    const work = new EngineWork(engine);
    const shown = new ShownRun(project, preferences, {
      wantWindow: (around) => (this.#stretches ? this.#stretches.want() : this.runs.wantWindow(around)),
      recordRange: (first, end) => this.runs.recordRange(first, end),
      stop: () => this.runs.stop(),
    });
    this.runs = new ProgramRuns({ work, analyst, project, diagnostics, preferences, shown });
    this.shown = shown;
    this.playback = shown.playback;
    this.story = shown.story;
    this.activity = work.activity;
    this.#work = work;
    this.#typing = new TypingCheck(work, project, diagnostics);
  }

  /** Puts `data` in the place of what is open, which stays among the projects if it was edited. */
  open(data: ProjectData, title = ''): void {
    this.projects.flush();
    this.#leaveStretches();
    this.runs.forget();
    this.#work.begin();
    this.project.open(data);
    this.shown.timeline.expect(data.files);
    this.projects.opened(undefined, title);
    this.shown.clear();
    this.diagnostics.all = [];
    this.activity.stage = { kind: 'idle' };
  }

  #leaveStretches(): void {
    this.#stretches?.end();
    this.#stretches = undefined;
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

  /** The same of one that is too long to be read as a whole. */
  async openLong(recording: LongRecording): Promise<void> {
    await this.openRecorded(recording, () => {
      this.#stretches = new StretchView(recording, this.shown);
      return recording.around(recording.steps);
    });
  }

  /** The same, where `read` tells what is read off it. */
  async openRecorded(
    { meta, end }: Pick<Recording, 'meta' | 'end'>,
    read: () => Promise<Recorded | undefined>,
  ): Promise<void> {
    this.open({ files: meta.sources, flags: joinArguments(meta.flags), argv: joinArguments(meta.arguments) });
    const { turn } = this.#work;
    const recorded = await read();
    if (!recorded || !this.#work.isNow(turn)) return;
    this.shown.ranRevision = this.project.revision;
    if (!recorded.hasMemory) {
      this.shown.leaveMemory(recorded);
      // What the program printed is not in its recording.
      if (recorded.findings.length > 0) this.preferences.outputTab = 'findings';
    }
    this.shown.show(recorded, end);
  }

  /**
   * Does what takes long before something is shown; the person may give it up, and whoever does it learns so where it tells how far it has
   * come (0 to 1).
   */
  prepare<T>(work: (goesOn: (share: number) => boolean) => Promise<T>): Promise<T | 'cancelled'> {
    return this.#work.prepare(work);
  }

  /** Shows a native run that goes on, as far as it has come; `end` once it has ended. `long`: it is read in parts. */
  showGrowing(recorded: Recorded, end: RunResult['end'] | undefined, long?: LongRecording): void {
    if (!this.playback.recorded) this.runs.forget();
    if (long) this.#stretches ??= new StretchView(long, this.shown);
    this.shown.showGrowing(recorded, end);
    // The person has gone elsewhere while it was read.
    if (!this.playback.inWindow) this.#stretches?.want();
  }

  /** Compiles and runs what is in the editor, from the beginning. */
  run(trial?: Trial): Promise<void> {
    this.#typing.forget();
    this.projects.flush();
    this.#leaveStretches();
    return this.runs.run(trial);
  }

  /** Ends whatever the engine does. A running program keeps what it has recorded. */
  stop(): void {
    this.runs.stop();
  }

  /** To be called after every edit. */
  edited(): void {
    this.#typing.edited();
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

  nextFinding(direction: 1 | -1): void {
    this.story.moveFinding(direction);
    this.#showFindings();
  }

  #showFindings(): void {
    if (this.story.finding) this.preferences.outputTab = 'findings';
  }
}
