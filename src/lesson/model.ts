/**
 * A lesson as the page shows it and the command judges it: plain data, which survives JSON. It is parsed where Node runs
 * (the build, `heapscope lesson`, `heapscope grade`); the page gets what came out, so that it downloads neither a YAML nor a
 * Markdown parser.
 *
 *     lessons/NN-name/  lesson.yaml          -> LessonSettings
 *                       lesson.en.md, ...    -> LessonText, one for each language
 *                       start.c, ...         -> files
 */
import type { InLanguages } from '../i18n/locale-name.ts';
import type { FindingName } from '../replay/findings.ts';

export interface Lesson {
  /** The folder's: '01-stack-and-heap'. */
  readonly name: string;
  readonly settings: LessonSettings;
  readonly texts: InLanguages<LessonText>;
  /** Sources by their path in the folder. */
  readonly files: Readonly<Record<string, string>>;
}

export interface LessonSettings {
  readonly minutes: number;
  /** Programs that are shown, by name. `START` is always there: the reader edits it. */
  readonly programs: Readonly<Record<string, LessonProgram>>;
  /** What takes the place of START's files in the solution. Empty: the lesson has no exercise. */
  readonly solution: readonly string[];
  readonly checks: readonly Check[];
}

/** The program that the reader edits and the checks judge. */
export const START = 'start';

export interface LessonProgram {
  /** The first .c file is the main one: lines without a file are its. */
  readonly files: readonly string[];
  /** Of clang. */
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a submission must do; the engine judges it. */
export type Check =
  | { readonly kind: 'no-findings' }
  /** These and no others, in any order. */
  | { readonly kind: 'findings'; readonly findings: readonly ExpectedFinding[] }
  | { readonly kind: 'output' | 'output-contains'; readonly text: string }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'allocations-at-most' | 'peak-at-most'; readonly most: number }
  /** Every block that a call of the function is given is freed before it returns. */
  | { readonly kind: 'frees'; readonly function: string }
  /** With each allocation failing in turn: no finding but out-of-memory, and an end by exit. */
  | { readonly kind: 'malloc-failing' }
  /** The usual output and no finding under so many schedules. */
  | { readonly kind: 'schedules'; readonly count: number }
  | { readonly kind: 'uses' | 'avoids'; readonly function: string };

export interface ExpectedFinding {
  readonly kind: FindingName;
  /** Absent: anywhere. */
  readonly line?: number;
}

export interface LessonText {
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  readonly blocks: readonly Block[];
}

/** `line` is that of the text's file, for messages. */
export type Block = { readonly line: number } & (
  | { readonly kind: 'prose'; readonly content: readonly Prose[] }
  | { readonly kind: 'show'; readonly show: Show }
  | Predict
  | { readonly kind: 'exercise'; readonly content: readonly Prose[] }
  | { readonly kind: 'hint'; readonly content: readonly Prose[] }
  | Quiz
);

/** Markdown as data. There is no raw HTML in it: what an author writes as such is text. */
export type Prose =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Prose[])[];
    }
  | { readonly kind: 'quote'; readonly content: readonly Prose[] }
  | {
      readonly kind: 'table';
      readonly align: readonly ('left' | 'center' | 'right' | null)[];
      readonly header: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' };

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'struck'; readonly content: readonly Inline[] }
  /** `href` begins with https:, http: or #. */
  | { readonly kind: 'link'; readonly href: string; readonly content: readonly Inline[] }
  | { readonly kind: 'break' };

/** What of the page a paragraph may open. */
export const SHOWN_VIEWS = ['objects', 'heap', 'bytes', 'processes', 'sites', 'findings', 'console'] as const;
export type ShownView = (typeof SHOWN_VIEWS)[number];

/** Sets the picture. */
export interface Show {
  /** A name in `settings.programs`. */
  readonly program: string;
  /** Absent: where the picture already is. */
  readonly at?: ShownPlace;
  readonly view?: ShownView;
  /** FUNCTION.NAME of a local, or NAME of a global. */
  readonly variable?: string;
  /** An allocation by its number, as the picture shows it. */
  readonly block?: number;
}

/** A moment of a run, in the author's words; `resolvePlace` finds its step. */
export type ShownPlace =
  /** The `time`-th time that the line is about to run. `file` absent: the main one. */
  | { readonly kind: 'line'; readonly file?: string; readonly line: number; readonly time: number | 'last' }
  | { readonly kind: 'finding'; readonly finding: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** Asks what a moment looks like before it is shown. */
export interface Predict {
  readonly kind: 'predict';
  readonly id: string;
  readonly program: string;
  readonly at: ShownPlace;
  readonly content: readonly Prose[];
  readonly cells: readonly Cell[];
}

/** One thing to fill in. The answers are in the recording, not here. */
export type Cell = { readonly line: number; readonly label?: readonly Inline[] } & (
  | { readonly kind: 'value' | 'points-to'; readonly variable: string }
  | { readonly kind: 'leaks' }
  | { readonly kind: 'output' }
  | { readonly kind: 'finding-kind' | 'finding-line'; readonly finding: number }
  | { readonly kind: 'visits'; readonly of: number }
);

export interface Quiz {
  readonly kind: 'quiz';
  readonly id: string;
  readonly content: readonly Prose[];
  /** One is right, or several are. */
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly isRight: boolean;
  readonly text: readonly Inline[];
  /** Why it is right, or wrong; empty: nothing is said. */
  readonly why: readonly Inline[];
}
