import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sourceOf } from './engine.ts';
import type { Contender } from './contest.ts';
import { isInstalled, timeProcess } from './process.ts';

export const NATIVE = 'native gcc -O0';
export const ASAN = 'gcc -O0 with AddressSanitizer';
export const MEMCHECK = 'valgrind memcheck';

export interface NativeRivals {
  readonly contenders: readonly Contender[];
  /** The checkers among them, each with a ratio to `NATIVE`. */
  readonly checkers: readonly string[];
  /** What is left out, and why. */
  readonly notes: readonly string[];
  close(): void;
}

/**
 * The same program compiled natively, plain and under the checkers that are installed. `scale` turns the milliseconds of a
 * whole process into the contest's unit.
 */
export function nativeRivals(name: string, argument: number, scale = (milliseconds: number) => milliseconds): NativeRivals {
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-bench-'));
  const close = () => rmSync(folder, { recursive: true });
  if (!isInstalled('gcc'))
    return { contenders: [], checkers: [], notes: ['gcc is not installed here: no native rivals.'], close };
  const compile = (file: string, ...flags: string[]) => {
    const executable = path.join(folder, file);
    timeProcess('gcc', ['-O0', '-g', ...flags, '-o', executable, sourceOf(name), '-lm']);
    return executable;
  };
  const timed = (command: string, ...args: string[]) => scale(timeProcess(command, [...args, `${argument}`]));
  const plain = compile('plain');
  const contenders: Contender[] = [{ name: NATIVE, against: NATIVE, run: () => timed(plain) }];
  const notes = ['Native programs are timed as whole processes.'];
  try {
    const checked = compile('asan', '-fsanitize=address');
    contenders.push({ name: ASAN, against: NATIVE, run: () => timed(checked) });
  } catch {
    notes.push("AddressSanitizer's library is not installed here, so it is left out.");
  }
  if (isInstalled('valgrind'))
    contenders.push({ name: MEMCHECK, against: NATIVE, run: () => timed('valgrind', '-q', plain) });
  else notes.push('valgrind is not installed here, so it is left out.');
  return { contenders, checkers: contenders.slice(1).map((rival) => rival.name), notes, close };
}
