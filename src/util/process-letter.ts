import type { ProcessId } from './units.ts';

/** A, B, ... Z, A2, B2, ...: the name of a process in all views and sentences. */
export function processLetter(process: ProcessId): string {
  const round = Math.floor(process / 26);
  return String.fromCharCode(65 + (process % 26)) + (round > 0 ? String(round + 1) : '');
}

/** The process with such a name, or undefined if none can have it. */
export function processWithLetter(name: string): ProcessId | undefined {
  const [, letter, round] = /^([A-Z])([1-9]\d{0,3})?$/.exec(name) ?? [];
  if (letter === undefined || round === '1') return undefined;
  return letter.charCodeAt(0) - 65 + 26 * (Number(round ?? 1) - 1);
}
