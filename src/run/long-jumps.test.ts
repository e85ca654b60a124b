import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from './request.ts';
import { compileProgram, inputsOf, outcomeOf, recordsOf, runWith } from './run-program.fixture.ts';
import { runProgram } from './run.ts';

const HEAD = '#include <setjmp.h>\n#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\nstatic jmp_buf env;\n';

describe('what is found around a longjmp', () => {
  test('a local of a function that was left by it', async () => {
    const text = `${HEAD}static int *kept;
static void leave(void) { int local[4] = {1, 2, 3, 4}; kept = local; longjmp(env, 1); }
int main(void) {
  if (setjmp(env) == 0) leave();
  return kept[2] == 3;
}`;
    expect((await outcomeOf(text)).findings).toEqual(['use-after-return main:10']);
  });

  test('an undefined value in a function that calls setjmp', async () => {
    const text = `${HEAD}static void leave(void) { longjmp(env, 1); }
int main(void) {
  int *p = malloc(8);
  p[0] = 1;
  if (setjmp(env) == 0) leave();
  if (p[1]) puts("set");
  free(p);
  return 0;
}`;
    expect((await outcomeOf(text)).findings).toEqual(['uninitialised-read main:11']);
  });

  test('the fault that a handler jumps out of, and what follows it', async () => {
    const text = `${HEAD}static void handler(int number) { siglongjmp(env, number); }
static int load(int *p) { return *p; }
int main(void) {
  signal(SIGSEGV, handler);
  int number = sigsetjmp(env, 1);
  if (number == 0) return load(NULL);
  printf("%d\\n", number);
  char *leaked = malloc(3);
  leaked = NULL;
  return 4;
}`;
    const { end, output, findings } = await outcomeOf(text);
    expect(findings).toEqual(['null-dereference load:7', 'leak main:13']);
    expect(output).toBe('11\n');
    expect(end).toMatchObject({ kind: 'exit', code: 4 });
  });

  test('a jump to a function that has returned', async () => {
    const text = `${HEAD}static void mark(void) { if (setjmp(env)) puts("no"); }
int main(void) { mark(); longjmp(env, 1); }`;
    const { end, findings } = await outcomeOf(text);
    expect(findings).toEqual(['trap main:7']);
    expect(end).toMatchObject({ kind: 'trap' });
  });
});

test('a handler of a fault may end the program', async () => {
  const text = `${HEAD}#include <unistd.h>
static void handler(int number) { printf("caught %d\\n", number); exit(5); }
int main(int argc, char **argv) {
  signal(SIGFPE, handler);
  signal(SIGSEGV, handler);
  printf("%d\\n", 10 / (argc - 1));
  return 0;
}`;
  const { end, output, findings } = await outcomeOf(text);
  expect({ end, output, findings }).toMatchObject({
    end: { kind: 'exit', code: 5 },
    output: 'caught 8\n',
    findings: ['division-by-zero main:11'],
  });
});

test('in a window every statement is in the innermost function, in recursion too', async () => {
  const wasm = await compileProgram(`${HEAD}
static int dive(int n) {
  if (n == 0) longjmp(env, 3);
  return dive(n - 1) + 1;
}
static int nest(int n) {
  jmp_buf outer;
  __builtin_memcpy(outer, env, sizeof env);
  int code = setjmp(env);
  if (code == 0) return n == 0 ? dive(3) : nest(n - 1);
  __builtin_memcpy(env, outer, sizeof env);
  if (n < 2) longjmp(env, code + 1);
  return code;
}
int main(void) {
  int code = setjmp(env) ? 0 : nest(3);
  printf("%d\\n", code);
  return 0;
}`);
  const survey = await runWith(wasm);
  const { window } = await runProgram({
    wasm,
    inputs: inputsOf({}),
    limits: DEFAULT_LIMITS,
    window: { first: 0, end: survey.end.steps + 1 },
  });
  const stack: number[] = [];
  let statements = 0;
  for (const record of recordsOf(window!.chunks)) {
    if (record.kind === 'enter') stack.push(record.functionIndex);
    else if (record.kind === 'leave') {
      if (record.functionIndex !== 0) expect(stack.at(-1)).toBe(record.functionIndex);
      stack.pop();
    } else if (record.kind === 'step') {
      statements++;
      expect(stack.at(-1)).toBe(window!.sites!.functionIndex[record.site]);
    }
  }
  expect(statements).toBe(survey.end.steps);
});
