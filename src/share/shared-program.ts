/**
 * What a link or a file shared between people holds: a program, what its run depends on, and where to look. It comes from
 * anyone, so that nothing of it is believed before `SharedProgram` has looked at it.
 */
import * as v from 'valibot';
import { isFilePath } from '../util/file-path.ts';

const MOST_FILES = 64;
const MOST_CHOICES = 1000;
const MOST_BOOKMARKS = 1000;

const Text = v.optional(v.string(), '');
const WholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const SharedFile = v.object({
  path: v.pipe(v.string(), v.maxLength(200), v.check(isFilePath)),
  text: v.string(),
});

const Choice = v.object({ step: WholeNumber, process: WholeNumber, thread: v.optional(WholeNumber) });

export const SharedProgram = v.object({
  files: v.pipe(
    v.array(SharedFile),
    v.minLength(1),
    v.maxLength(MOST_FILES),
    v.check((files) => new Set(files.map(({ path }) => path)).size === files.length),
  ),
  flags: Text,
  argv: Text,
  stdin: Text,
  interactive: v.optional(v.boolean(), true),
  /** Read field by field by the session, which has defaults for all that is missing or wrong. */
  options: v.optional(v.record(v.string(), v.unknown())),
  /** Whom a person let run, and when; without a thread, any of the process's. */
  choices: v.optional(v.pipe(v.array(Choice), v.maxLength(MOST_CHOICES)), []),
  step: v.optional(WholeNumber),
  /** Steps that the person marked. */
  bookmarks: v.optional(v.pipe(v.array(WholeNumber), v.maxLength(MOST_BOOKMARKS)), []),
  /** A view of the picture by its name; one that this version doesn't have is passed over. */
  view: v.optional(v.pipe(v.string(), v.maxLength(40))),
});

export type SharedProgram = v.InferOutput<typeof SharedProgram>;

/** Why something shared can't be opened. */
export type ShareRefusal = 'too-long' | 'damaged' | 'newer' | 'no-program';

export type OpenedShare =
  | { readonly kind: 'opened'; readonly program: SharedProgram }
  | { readonly kind: 'refused'; readonly reason: ShareRefusal };

export function refused(reason: ShareRefusal): OpenedShare {
  return { kind: 'refused', reason };
}

/** Takes what JSON.parse gave. */
export function asSharedProgram(value: unknown): OpenedShare {
  const read = v.safeParse(SharedProgram, value);
  return read.success ? { kind: 'opened', program: read.output } : refused('no-program');
}
