import type { TaskRef } from '../replay/system.ts';
import type { ProcessId } from '../util/units.ts';

/** Hues that processes take in turn; the letter tells apart those that share one. */
export const HUES = 6;

/** A, B, ... Z, A2, B2, ...: the name of a process in all views. */
export function processLetter(process: ProcessId): string {
  const round = Math.floor(process / 26);
  return String.fromCharCode(65 + (process % 26)) + (round > 0 ? String(round + 1) : '');
}

/** "A", or "A.2" where a process has several threads; main's is the first. */
export function taskName({ process, thread }: TaskRef, hasThreads: boolean): string {
  return hasThreads ? `${processLetter(process)}.${thread + 1}` : processLetter(process);
}

/** The CSS variable that holds a process's colour. */
export function processColour(process: ProcessId): string {
  return `var(--process-${process % HUES})`;
}
