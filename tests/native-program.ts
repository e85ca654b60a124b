/** Programs that this machine's compiler makes, under `heapscope native`. */
import { expect } from 'vitest';
import type { JsonReport } from '../src/report/json-report.ts';
import { heapscope, source, WORK, type How, type Outcome } from './heapscope-command.ts';
import { spawnSync } from './bounded-spawn.ts';

export const hasCompiler = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;
export const why = hasCompiler ? '' : ' (skipped: it needs Linux with gcc)';

/** Blocks of two functions, for filters. */
export const KEEPS_AND_OTHERS = `#include <stdlib.h>
static void *keep(int n) { return malloc(n); }
static void *other(int n) { return malloc(n); }
int main(void) {
  void *kept = keep(10), *left = other(20);
  free(realloc(left, 30));
  keep(40);
  free(kept);
  return 0;
}`;

/** Compiles a program and gives its name. */
export function program(name: string, text: string, flags: readonly string[] = ['-g']): string {
  source(`${name}.c`, text);
  const made = spawnSync('gcc', ['-w', ...flags, '-o', name, `${name}.c`], { cwd: WORK });
  expect(made.stderr).toBe('');
  return `./${name}`;
}

export const native = (words: readonly string[], how: How = {}): Outcome => heapscope(['native', ...words], how);

export function json(words: readonly string[], how: How = {}): { code: number | null; report: JsonReport } {
  const { code, stdout } = native(['--json', ...words], how);
  return { code, report: JSON.parse(stdout) as JsonReport };
}
