import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sourceOf } from './build.ts';
import type { Contender } from './contest.ts';
import { isInstalled, processorTimeOf, timeProcess } from './process.ts';

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
 * The same program compiled natively, plain and under the checkers that are installed. `measure` gets what times one whole
 * process with an argument, in milliseconds of processor time, and gives the cost in the contest's unit.
 */
export function nativeRivals(
  name: string,
  measure: (time: (argument: number) => number, rival: string) => number | Promise<number>,
): NativeRivals {
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-bench-'));
  const close = () => rmSync(folder, { recursive: true });
  if (!isInstalled('gcc'))
    return { contenders: [], checkers: [], notes: ['gcc is not installed here: no native rivals.'], close };
  const compile = (file: string, ...flags: string[]) => {
    const executable = path.join(folder, file);
    timeProcess('gcc', ['-O0', '-g', ...flags, '-o', executable, sourceOf(name), '-lm']);
    return executable;
  };
  const contender = (rival: string, command: string, ...args: string[]): Contender => ({
    name: rival,
    against: NATIVE,
    run: () => measure((argument) => processorTimeOf(command, [...args, `${argument}`]), rival),
  });
  const plain = compile('plain');
  const contenders = [contender(NATIVE, plain)];
  const notes = ['Native programs are timed as whole processes.'];
  try {
    contenders.push(contender(ASAN, compile('asan', '-fsanitize=address')));
  } catch {
    notes.push("AddressSanitizer's library is not installed here, so it is left out.");
  }
  if (isInstalled('valgrind')) contenders.push(contender(MEMCHECK, 'valgrind', '-q', plain));
  else notes.push('valgrind is not installed here, so it is left out.');
  return { contenders, checkers: contenders.slice(1).map((rival) => rival.name), notes, close };
}
