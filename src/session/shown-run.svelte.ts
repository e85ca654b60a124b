/** The run that is shown: what it printed, how it ended, and where in it the person is. */
import type { RunResult } from '../run/request.ts';
import type { RunNote } from '../trace/run-note.ts';
import type { StepIndex } from '../util/units.ts';
import { Bookmarks } from './bookmarks.svelte.ts';
import { Breakpoints } from './breakpoints.svelte.ts';
import { ConsoleLog } from './console-log.svelte.ts';
import type { RunWatcher } from './engine.ts';
import { firstView } from './first-view.ts';
import { Picked } from './picked.svelte.ts';
import { Playback } from './playback.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { Project } from './project.svelte.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';
import { recordedConsole } from './recorded-console.ts';
import { RunFiles } from './run-files.svelte.ts';
import { Story } from './story.svelte.ts';
import { usersLines } from './story-steps.ts';
import { TimelineView } from './timeline-view.svelte.ts';
import { TimeSearch } from './time-search.svelte.ts';

/** How the last run ended, or that there was none. */
export type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'failed-to-compile' }
  | { readonly kind: 'ran'; readonly end: RunResult['end'] }
  /** The compiler could not be fetched: nothing has run. */
  | { readonly kind: 'not-loaded'; readonly message: string }
  | { readonly kind: 'engine-failed'; readonly message: string };

/** Parts of the run that no window holds yet. */
export interface WindowMaker {
  /** Records around a step, soon. */
  wantWindow(around: StepIndex): void;
  /** Records steps [first, end); undefined if that was given up. */
  recordRange(first: StepIndex, end: StepIndex): Promise<OpenedWindow | undefined>;
  stop(): void;
}

/** A run that goes on is printed this often. */
const PUBLISH_MS = 100;

export class ShownRun {
  readonly breakpoints = new Breakpoints();
  readonly bookmarks = new Bookmarks();
  readonly picked = new Picked();
  readonly files = new RunFiles();
  readonly playback: Playback;
  readonly story: Story;
  readonly timeline: TimelineView;
  readonly search: TimeSearch;

  outcome = $state.raw<Outcome>({ kind: 'none' });
  console = $state.raw(new ConsoleLog());
  /** What the system refused in the run that is shown, or is made. */
  notes = $state.raw<readonly RunNote[]>([]);
  /** The revision of the project that was run last: the editor's marks belong to it. */
  ranRevision = $state(-1);
  /** Whether the source has changed since. */
  readonly stale = $derived.by(
    () => this.playback.recorded !== undefined && this.ranRevision !== this.#project.revision,
  );
  /** What the program says that the open finding is about: an expression or, where that isn't known, the whole line. */
  readonly sourceLine = $derived.by(() => {
    const { finding } = this.story;
    if (finding && finding.kind !== 'leak' && finding.expression !== undefined) return finding.expression;
    const line = finding && usersLines(finding.stack)[0];
    if (!line || this.stale) return '';
    const text = this.#project.files.find((file) => file.path === line.file)?.text;
    return text?.split('\n')[line.line - 1] ?? '';
  });

  readonly #project: Project;
  readonly #preferences: Preferences;

  constructor(project: Project, preferences: Preferences, windows: WindowMaker) {
    this.#project = project;
    this.#preferences = preferences;
    this.playback = new Playback(this.breakpoints, (around) => windows.wantWindow(around));
    this.story = new Story(this.playback);
    this.timeline = new TimelineView(this.playback);
    this.search = new TimeSearch(
      this.playback,
      (first, end) => windows.recordRange(first, end),
      () => windows.stop(),
    );
  }

  /** For another project. */
  clear(): void {
    this.breakpoints.clear();
    this.bookmarks.steps = [];
    this.playback.clear();
    this.story.close();
    this.files.ended({});
    this.notes = [];
    this.outcome = { kind: 'none' };
    this.console = new ConsoleLog();
  }

  /** To the next (1) or previous (-1) bookmark, if there is one. */
  nextBookmark(direction: 1 | -1): void {
    const step = this.bookmarks.next(this.playback.position, direction);
    if (step !== undefined) this.playback.goTo(step);
  }

  /** Shows a run from where it is best begun to be looked at. */
  show(recorded: Recorded, end: RunResult['end']): void {
    this.outcome = { kind: 'ran', end };
    this.console = recordedConsole(recorded);
    const first = firstView(recorded);
    this.search.reset();
    this.picked.clear();
    this.playback.show(recorded, first.position);
    this.story.open(first.finding);
  }

  /** Shows a native run that goes on, as far as it has come; `end` once it has ended. */
  showGrowing(recorded: Recorded, end: RunResult['end'] | undefined): void {
    this.ranRevision = this.#project.revision;
    if (!this.playback.recorded) {
      this.leaveMemory(recorded);
      this.console = recordedConsole(recorded);
      this.playback.show(recorded, recorded.steps);
    } else this.playback.extend(recorded);
    if (!end) return;
    this.outcome = { kind: 'ran', end };
    if (recorded.findings.length > 0) this.#preferences.outputTab = 'findings';
  }

  /** From views that would have nothing to show. */
  leaveMemory({ survey }: Recorded): void {
    const { pictureTab } = this.#preferences;
    const isEmpty = pictureTab === 'bytes' || (pictureTab === 'objects' && survey.told.blockCount === 0);
    if (isEmpty) this.#preferences.pictureTab = 'sites';
  }

  /** Prints what a run says while it goes on, for as long as `isNow`; `done` ends that. */
  watch(isNow: () => boolean): { readonly watcher: Omit<RunWatcher, 'steps'>; done(): void } {
    const log = new ConsoleLog();
    this.notes = [];
    let pending = 0;
    const publish = (): void => {
      pending = 0;
      if (!isNow()) return;
      log.publish();
      // A run that takes long enough to be watched is watched in the console.
      if (this.console !== log) this.#preferences.outputTab = 'console';
      this.console = log;
    };
    const watcher = {
      output: (descriptor: number, bytes: Uint8Array, step: StepIndex): void => {
        if (!isNow()) return;
        log.append(descriptor === 2 ? 'stderr' : 'stdout', bytes, step);
        pending ||= Number(setTimeout(publish, PUBLISH_MS));
      },
      note: (note: RunNote): void => {
        this.notes = withNote(this.notes, note);
      },
    };
    return { watcher, done: () => clearTimeout(pending) };
  }
}

/** A run that is made again with more input, or more precisely, says the same again. */
function withNote(notes: readonly RunNote[], note: RunNote): readonly RunNote[] {
  const said = JSON.stringify(note);
  return notes.some((one) => JSON.stringify(one) === said) ? notes : [...notes, note];
}
