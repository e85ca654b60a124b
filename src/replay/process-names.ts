import { processLetter } from '../util/process-letter.ts';
import type { ProcessId } from '../util/units.ts';
import type { TaskRef } from './system.ts';

/** Hues that processes take in turn; the letter tells apart those that share one. */
const HUES = 6;

/** "A", or "A.2" where a process has several threads; main's is the first. */
export function taskName({ process, thread }: TaskRef, hasThreads: boolean): string {
  return hasThreads ? `${processLetter(process)}.${thread + 1}` : processLetter(process);
}

/** The CSS variable that holds a process's colour. */
export function processColour(process: ProcessId): string {
  return `var(--process-${process % HUES})`;
}
