/** Which statement loses a block, in programs where old copies of the pointer stay on the stack. */
import { describe, expect, it } from 'vitest';
import { compileProgram, requestOf } from '../run/run-program.fixture.ts';
import { runProgram } from '../run/run.ts';
import { openWindow } from './replay.ts';
import { readProgram, readRun, toldByWindow } from './read-run.ts';

/** Of each definite leak in the order of the blocks: function and line where it was lost; undefined if that is not known. */
async function losses(text: string, flags: string[] = []): Promise<(string | undefined)[]> {
  const wasm = await compileProgram(text, ...flags);
  const { sites, survey, end } = await runProgram(requestOf(wasm));
  if (end.kind === 'needs-input') throw new Error('these programs read nothing');
  const program = readProgram(wasm);
  const run = readRun(program, { sites, survey, end });
  const whole = await runProgram(requestOf(wasm, {}, { first: 0, end: end.steps }));
  const replay = openWindow(whole.window!, { sites: whole.sites, survey: run.survey, resolver: program.resolver });
  const { lost, lostBlocks } = toldByWindow(run, replay);
  const leaks = run.findings.filter((finding) => finding.kind === 'leak' && finding.leak === 'definitely-lost');
  for (const leak of leaks) {
    const block = leak.kind === 'leak' ? leak.blockIds[0]! : 0;
    // The search for all blocks at once comes to the same.
    if (lost.has(leak)) expect(lostBlocks.get(block)).toBe(lost.get(leak)?.step);
  }
  return leaks.map((finding) => lost.get(finding)?.stack[0]).map((line) => line && `${line.function} ${line.line}`);
}

const HEAD = '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n';
const body = (lines: readonly string[]): string => HEAD + lines.join('\n');

describe('the last pointer to a block', () => {
  it('goes with the frame that held it, whatever still lies there', async () => {
    const text = body([
      'static int work(void) {', // 4
      '  int *numbers = malloc(40);',
      '  numbers[0] = 1;',
      '  return numbers[0];',
      '}',
      'int main(void) {',
      '  int sum = work();',
      '  for (int i = 0; i < 3; i++) sum += i;',
      '  return sum - 4;',
      '}',
    ]);
    expect(await losses(text)).toEqual(['work 7']);
  });

  it('goes with the scope that ends', async () => {
    const text = body([
      'int main(int argc, char **argv) {', // 4
      '  (void)argv;',
      '  if (argc) {',
      '    int *numbers = malloc(40);',
      '    numbers[0] = argc;',
      '  }',
      '  int rest = argc;',
      '  return rest - 1;',
      '}',
    ]);
    expect(await losses(text)).toEqual(['main 8']);
  });

  it('is overwritten by the caller after the callee has returned, and arguments of a printf hold nothing', async () => {
    const text = body([
      'static char *make(void) { return strdup("made"); }', // 4
      'int main(void) {',
      '  char *made = make();',
      '  printf("%s\\n", made);',
      '  made = make();',
      '  puts(made);',
      '  free(made);',
      '  return 0;',
      '}',
    ]);
    expect(await losses(text)).toEqual(['main 8']);
  });

  it('may be in a compound literal or an array of variable length', async () => {
    const text = body([
      'int main(int argc, char **argv) {', // 4
      '  (void)argv;',
      '  char **names = (char *[]){strdup("a"), NULL};',
      '  char *more[argc];',
      '  more[0] = strdup("bc");',
      '  int length = strlen(names[0]) + strlen(more[0]);',
      '  names[0] = NULL;',
      '  more[0] = NULL;',
      '  return length - 3;',
      '}',
    ]);
    expect((await losses(text)).sort()).toEqual(['main 10', 'main 11']);
  });

  it('is not told where optimised code may have it in no memory', async () => {
    const text = body([
      'int main(void) {', // 4
      '  char *made = strdup("made");',
      '  puts(made);',
      '  made = strdup("again");',
      '  puts(made);',
      '  free(made);',
      '  return 0;',
      '}',
    ]);
    expect(await losses(text, ['-O2'])).toEqual([undefined]);
  });
});
