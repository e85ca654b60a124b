import type { ProcessId } from './units.ts';

/** A, B, ... Z, A2, B2, ...: the name of a process in all views and sentences. */
export function processLetter(process: ProcessId): string {
  const round = Math.floor(process / 26);
  return String.fromCharCode(65 + (process % 26)) + (round > 0 ? String(round + 1) : '');
}
