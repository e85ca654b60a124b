/** What `heapscope native` says beside the report. */
import type { LocaleName } from '../i18n/format.ts';
import { Words } from '../i18n/words.ts';
import { nativeMessagesEn } from './native-messages.en.ts';

/** Why a program is not run. */
export type NativeRefusal =
  | {
      readonly reason:
        | 'missing'
        | 'not-executable'
        | 'unreadable'
        | 'damaged'
        | 'static'
        | 'setuid'
        | '32-bit'
        /** A compiler is needed and there is none. */
        | 'no-compiler';
      readonly file: string;
    }
  /** The recorder knows other machines than this one (`arch`, as Node names it), or a newer C library. */
  | { readonly reason: 'no-recorder'; readonly arch: string }
  | { readonly reason: 'old-libc' }
  | { readonly reason: 'other-machine'; readonly file: string; readonly machine: string }
  | { readonly reason: 'no-interpreter'; readonly file: string; readonly interpreter: string }
  | { readonly reason: 'compiler-failed'; readonly compiler: string; readonly output: string }
  /** The file can't be written, or the recorder's own directory can't be made. */
  | { readonly reason: 'unwritable'; readonly file: string; readonly why: string };

/** Why something is not in the recording. */
export type NativeLoss =
  'no-drainer' | 'disk-full' | 'no-memory' | 'stopped' | 'nested' | 'deep-stack' | 'unreachable' | 'confined';

export interface NativeMessages {
  refused(refusal: NativeRefusal): string;
  /** Programs that have no lines. */
  withoutLines(programs: readonly string[]): string;
  /** Neither llvm-symbolizer nor addr2line is there. */
  noSymbolizer: string;
  /** No allocation was seen. */
  noEvents(program: string, definesMalloc: boolean): string;
  /** The program executed another one, in its own place. */
  wentOn(program: string): string;
  lost(loss: NativeLoss, count: number): string;
  /** So many processes could make no files for the recording: nothing of them is in it. */
  unrecorded(count: number): string;
  /** `--filter` left out so many allocations of all that there were. */
  filtered(leftOut: number, all: number): string;
  servedAt(url: string): string;
  /** The recording's file could not be written on. */
  recordingStopped(file: string, why: string): string;
}

export const NATIVE_WORDS = new Words(
  nativeMessagesEn,
  import.meta.glob<NativeMessages>('../languages/*.ts', { import: 'native' }),
);

/** English until the language's words were fetched. */
export const nativeMessages = (language: LocaleName): NativeMessages => NATIVE_WORDS.in(language);
