/**
 * The shape of the message catalogue: what `en.ts` says, every other language must say too. A message is a string, or a
 * function from what it mentions to a string; numbers, sizes and addresses arrive already formatted (see `format.ts`).
 */
import type { en } from './en.ts';
import type { systemEn } from './system.en.ts';

export type Messages = Widen<typeof en>;
/** Of processes, and of what the system does for them: fetched where a program has such. */
export type SystemMessages = Widen<typeof systemEn>;

/** Any strings in the place of these, and functions of the same arguments. */
export type Widen<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Widen<T[K]>;
};
