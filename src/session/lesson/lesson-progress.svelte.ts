/**
 * What a reader has done in each lesson: kept in this browser only, and taken to another as a file. Where nothing can be kept it
 * works as long as the page is open, and `trouble` says why.
 */
import * as v from 'valibot';
import { readStored, tryStore } from '../storage.ts';
import { EXERCISE_TASK, type ListedLesson } from './built-lesson.ts';

const KEY = 'lessons';
/** A course of lessons with all of a reader's programs is far smaller. */
const MOST_FILE_BYTES = 2_000_000;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Text = v.pipe(v.string(), v.maxLength(100_000));

const Prediction = v.object({
  /** For each cell, what was typed or chosen: several for blocks that were ticked. */
  given: v.array(v.array(Text)),
  /** All right, or the answer was asked for. Absent: still open. */
  done: v.optional(v.picklist(['right', 'revealed'])),
});
const Answered = v.object({
  /** Choices by their position. */
  chosen: v.array(Count),
  right: v.boolean(),
});
const LessonProgress = v.object({
  predicts: v.record(v.string(), Prediction),
  quizzes: v.record(v.string(), Answered),
  /** How many hints have been asked for. */
  hints: Count,
  /** The reader's program by file; absent: not begun. */
  code: v.optional(v.record(v.string(), Text)),
  /** How often it was checked. */
  attempts: Count,
  passed: v.boolean(),
  /** Whether the solution has been asked for. */
  solution: v.boolean(),
});
const ProgressFile = v.object({
  heapscope: v.literal('progress'),
  version: v.literal(1),
  lessons: v.record(v.string(), LessonProgress),
});

export type Prediction = v.InferOutput<typeof Prediction>;
export type LessonProgress = v.InferOutput<typeof LessonProgress>;

const NOTHING: LessonProgress = { predicts: {}, quizzes: {}, hints: 0, attempts: 0, passed: false, solution: false };

export class Progress {
  /** Why nothing is kept, if so. */
  trouble = $state<'forbidden' | 'full' | undefined>();
  #lessons = $state.raw<Readonly<Record<string, LessonProgress>>>(readAll());

  /** By the lesson's name. */
  of(lesson: string): LessonProgress {
    return this.#lessons[lesson] ?? NOTHING;
  }

  update(lesson: string, change: Partial<LessonProgress>): void {
    // Another tab may have gone on with another lesson.
    this.#lessons = { ...this.#lessons, ...others(readAll(), lesson), [lesson]: { ...this.of(lesson), ...change } };
    this.#store();
  }

  /** Begins a lesson anew. */
  forget(lesson: string): void {
    const { [lesson]: _, ...rest } = this.#lessons;
    this.#lessons = rest;
    this.#store();
  }

  /** How many of a lesson's tasks are done. */
  doneOf({ name, tasks }: Pick<ListedLesson, 'name' | 'tasks'>): number {
    const { predicts, quizzes, passed } = this.of(name);
    return tasks.filter((task) =>
      task === EXERCISE_TASK ? passed : predicts[task]?.done !== undefined || quizzes[task]?.right === true,
    ).length;
  }

  /** The contents of a file for another browser. */
  exported(): string {
    return JSON.stringify({ heapscope: 'progress', version: 1, lessons: this.#lessons }, undefined, 1);
  }

  /** Takes such a file: its lessons take the place of those here. Gives how many, or undefined when it is no such file. */
  imported(text: string): number | undefined {
    const lessons = text.length > MOST_FILE_BYTES ? undefined : readFile(text);
    if (!lessons) return undefined;
    this.#lessons = { ...this.#lessons, ...lessons };
    this.#store();
    return Object.keys(lessons).length;
  }

  #store(): void {
    this.trouble = tryStore(KEY, { heapscope: 'progress', version: 1, lessons: this.#lessons });
  }
}

function others(stored: Readonly<Record<string, LessonProgress>>, but: string): Record<string, LessonProgress> {
  const { [but]: _, ...rest } = stored;
  return rest;
}

function readAll(): Readonly<Record<string, LessonProgress>> {
  const stored = v.safeParse(ProgressFile, readStored(KEY));
  return stored.success ? stored.output.lessons : {};
}

function readFile(text: string): Readonly<Record<string, LessonProgress>> | undefined {
  try {
    const file = v.safeParse(ProgressFile, JSON.parse(text));
    return file.success ? file.output.lessons : undefined;
  } catch {
    return undefined;
  }
}
