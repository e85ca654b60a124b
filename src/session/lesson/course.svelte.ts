/** The page of lessons: the list, the lesson that is open, its picture, the reader's own program, and what they have done. */
import type { LocaleName } from '../../i18n/format.ts';
import type { Engine } from '../engine.ts';
import { Preferences } from '../preferences.svelte.ts';
import { LazyAnalyst } from '../lazy-analyst.ts';
import { Session } from '../session.svelte.ts';
import type { BuiltLesson, ListedLesson } from './built-lesson.ts';
import { Exercise } from './exercise.svelte.ts';
import type { LessonChange } from './lesson-change.ts';
import type { LessonFiles } from './lesson-files.ts';
import { LessonPlayer } from './lesson-player.svelte.ts';
import { Progress } from './lesson-progress.svelte.ts';

export class Course {
  readonly preferences = new Preferences();
  readonly progress = new Progress();
  readonly player: LessonPlayer;
  readonly exercise: Exercise;
  list = $state.raw<readonly ListedLesson[]>([]);
  /** Of the address; '': the list is shown. */
  name = $state('');
  /** The lesson in the reader's language, as soon as it is there. */
  lesson = $state.raw<BuiltLesson | undefined>();
  /** The reader's language, where the lesson isn't written in it. */
  missing = $state<LocaleName | undefined>();
  failed = $state<'list' | 'lesson' | undefined>();
  /** Whether the reader's own program is on the stage. */
  writing = $state(false);
  /** Questions that the reader left open to read on, in this lesson. */
  #passedBy = $state.raw<readonly string[]>([]);
  /** Mistakes that the author has just made, while the page follows their files. */
  problems = $state.raw<readonly string[]>([]);
  readonly listed = $derived(this.list.find(({ name }) => name === this.name));

  readonly #files: LessonFiles;

  constructor(files: LessonFiles, engine: Engine, moves: () => boolean) {
    this.#files = files;
    const session = new Session(engine, new LazyAnalyst(), this.preferences);
    session.projects.keeps = false;
    this.player = new LessonPlayer(session, {
      fetchRecording: (lesson, program) => files.recording(lesson, program),
      isPast: (predict) => this.isPast(predict),
      moves,
    });
    this.exercise = new Exercise(engine, this.preferences, this.progress);
  }

  /** Whether a question keeps nothing back any more: it was answered, its answer was asked for, or the reader reads on without. */
  isPast(predict: string): boolean {
    return this.progress.of(this.name).predicts[predict]?.done !== undefined || this.#passedBy.includes(predict);
  }

  passBy(predict: string): void {
    this.#passedBy = [...this.#passedBy, predict];
    this.player.applyHold();
  }

  async loadList(): Promise<void> {
    try {
      this.list = await this.#files.list();
    } catch {
      this.failed = 'list';
    }
  }

  /** Opens a lesson ('' for the list) in the reader's language; the recording is fetched at the same time. */
  async open(name: string): Promise<void> {
    this.name = name;
    this.failed = undefined;
    this.writing = false;
    this.#passedBy = [];
    if (name === '') {
      this.lesson = undefined;
      return;
    }
    void this.player.fetch(name, 'start').catch(() => undefined);
    await this.load(this.preferences.locale);
  }

  /** An author has changed a lesson: if it is the one that is open, it is shown anew, where it was. */
  async changed({ name, problems }: LessonChange): Promise<void> {
    if (name !== this.name) return this.loadList();
    this.problems = problems;
    if (problems.length > 0) return;
    const { mark } = this.player;
    this.player.forgetRecordings();
    await Promise.all([this.load(this.preferences.locale), this.loadList()]);
    await this.player.show(mark);
  }

  /** Loads the open lesson in a language, or again; the picture stays. */
  async load(language: LocaleName): Promise<void> {
    const { name } = this;
    if (name === '') return;
    try {
      const built = await this.#files.lesson(name, language);
      if (name !== this.name || language !== this.preferences.locale) return;
      this.failed = undefined;
      this.lesson = built;
      this.missing = built.language === language ? undefined : language;
      this.player.open(built);
      this.exercise.open(built);
    } catch {
      // The list tells whether there is such a lesson; a frame shows none, and has not asked for it.
      if (this.list.length === 0) await this.loadList();
      if (name === this.name) this.failed = 'lesson';
    }
  }
}
