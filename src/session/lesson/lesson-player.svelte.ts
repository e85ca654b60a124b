/**
 * The picture beside a lesson's text. Reading on, or a click on a mark, sets program, moment and view; between two moments that
 * are near each other the run is played, so that the reader sees how one becomes the other. What a question asks about is kept
 * back until it is answered.
 */
import { START } from '../../lesson/model.ts';
import type { StepIndex } from '../../util/units.ts';
import { PICTURE_TABS, type PictureTab } from '../preferences.svelte.ts';
import { openReady, readyStepReader, type ReadyRecording } from '../ready-recording.ts';
import type { Session } from '../session.svelte.ts';
import type { Outcome } from '../shown-run.svelte.ts';
import type { Recorded } from '../recorded.ts';
import { recordedConsole } from '../recorded-console.ts';
import type { BuiltLesson } from './built-lesson.ts';
import { heldBack } from './held-back.ts';
import { holdOf, type Hold } from './hold.ts';

/** Beyond the picture's own views. */
const OTHER_VIEWS = ['console', 'findings', 'code'] as const;
type OtherView = (typeof OTHER_VIEWS)[number];
export type LessonView = PictureTab | OtherView;

/** Farther apart, two moments are jumped between: nobody can follow so many steps in a second. */
const MOST_PLAYED = 10;
const PLAYED_MS = 900;

export interface PlayerOptions {
  fetchRecording(lesson: string, program: string): Promise<ReadyRecording>;
  /** Whether a question keeps nothing back any more. */
  isPast(predict: string): boolean;
  /** Whether the reader wants to see things move. */
  moves(): boolean;
}

export class LessonPlayer {
  readonly session: Session;
  built = $state.raw<BuiltLesson | undefined>();
  /** The block of the text that the picture belongs to; -1 before the first. */
  mark = $state(-1);
  program = $state(START);
  /** A program could not be fetched. */
  failed = $state(false);
  /** Set while something else is shown instead of a picture. */
  other = $state<OtherView | undefined>();
  /** What keeps the rest of this program's run back. */
  hold = $state.raw<Hold | undefined>();
  readonly view = $derived.by((): LessonView => this.other ?? this.session.preferences.pictureTab);

  readonly #options: PlayerOptions;
  readonly #recordings = new Map<string, Promise<ReadyRecording>>();
  #opened = '';
  #full: Recorded | undefined;
  #outcome: Outcome = { kind: 'none' };
  /** Counts wishes: what an older one waited for comes too late. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session, options: PlayerOptions) {
    this.session = session;
    this.#options = options;
  }

  /** Takes a lesson, or the same one in another language or changed by its author: what is shown stays where it is. */
  open(built: BuiltLesson): void {
    const isSame = this.built?.name === built.name;
    this.built = built;
    if (isSame) return this.applyHold();
    this.mark = -1;
    this.session.attention = {};
    this.program = START;
  }

  /** Drops recordings, after an author changed a program. */
  forgetRecordings(): void {
    this.#recordings.clear();
    this.#opened = '';
  }

  /** Begins to fetch a recording that will be shown. */
  fetch(lesson: string, program: string): Promise<ReadyRecording> {
    const key = `${lesson}/${program}`;
    let coming = this.#recordings.get(key);
    if (!coming) {
      coming = this.#options.fetchRecording(lesson, program);
      this.#recordings.set(key, coming);
      coming.catch(() => this.#recordings.delete(key));
    }
    return coming;
  }

  /** Shows what a block of the text asks for, or the moment that it asks about. */
  async show(index: number): Promise<void> {
    const shown = this.built?.shows[index];
    if (!shown) return;
    this.mark = index;
    const turn = (this.#turn += 1);
    clearTimeout(this.#timer);
    if (!(await this.#openProgram(shown.program)) || turn !== this.#turn) return;
    const { playback, story } = this.session;
    playback.pause();
    if (shown.view !== undefined) this.selectView(shown.view);
    this.session.attention = { bytes: shown.bytes, block: shown.block };
    // What is held back has fewer findings.
    if (shown.finding !== undefined && playback.recorded === this.#full) story.open(shown.finding);
    else story.close();
    if (shown.step !== undefined) this.#travel(shown.step);
  }

  selectView(view: LessonView): void {
    const picture = PICTURE_TABS.find((tab) => tab === view);
    if (picture) this.session.preferences.pictureTab = picture;
    this.other = OTHER_VIEWS.find((name) => name === view);
  }

  /** To be called when a question was answered or passed by: what it kept back is there. */
  applyHold(): void {
    const { built } = this;
    if (!built || !this.#full) return;
    const hold = holdOf(built, this.program, this.#options.isPast);
    const { playback } = this.session;
    this.hold = hold;
    playback.limit = hold?.limit ?? Infinity;
    const seen = hold ? heldBack(this.#full, hold.limit) : this.#full;
    playback.recorded = seen;
    this.session.story.close();
    this.session.shown.console = recordedConsole(seen);
    this.session.shown.outcome = seen === this.#full ? this.#outcome : { kind: 'none' };
    if (playback.position > playback.last) playback.goTo(playback.last);
  }

  async #openProgram(program: string): Promise<boolean> {
    const { built } = this;
    if (!built) return false;
    const key = `${built.name}/${program}`;
    if (this.#opened === key) return true;
    try {
      const ready = await this.fetch(built.name, program);
      await this.session.openRecorded(ready, async () => openReady(ready, await readyStepReader(ready)));
    } catch {
      this.failed = true;
      return false;
    }
    this.failed = false;
    this.#opened = key;
    this.program = program;
    this.#full = this.session.playback.recorded;
    this.#outcome = this.session.shown.outcome;
    this.session.playback.goTo(0);
    this.applyHold();
    return true;
  }

  #travel(to: StepIndex): void {
    const { playback } = this.session;
    const target = Math.min(to, playback.last);
    const distance = target - playback.position;
    if (distance <= 1 || distance > MOST_PLAYED || !this.#options.moves()) {
      playback.goTo(target);
      return;
    }
    const each = PLAYED_MS / distance;
    const next = (): void => {
      // The reader has taken over.
      if (playback.playing || playback.position >= target) return;
      const before = playback.position;
      playback.goTo(before + 1);
      this.#timer = setTimeout(() => {
        if (playback.position === before + 1) next();
      }, each);
    };
    next();
  }
}
