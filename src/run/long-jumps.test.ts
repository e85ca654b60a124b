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

/** Linux's output of a program whose handler, for `signals`, jumps out of what the lines of `main` do. */
const CATCHES = `${HEAD}#include <limits.h>
static volatile int caught;
static void handler(int number) { caught = number; siglongjmp(env, number); }
static void catches(int number) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK};
  sigaction(number, &action, NULL);
}
`;

test('a handler jumps out of a fault after which the function that called setjmp calls nothing', async () => {
  const text = `${CATCHES}
static int load(volatile int *p) { if (sigsetjmp(env, 1)) return -1; return *p; }
static void store(volatile int *p) { if (setjmp(env) == 0) *p = 1; }
static int divide(volatile int a, volatile int b) { return sigsetjmp(env, 1) ? -1 : a / b; }
static int rest(volatile int a, volatile int b) { return sigsetjmp(env, 1) ? -1 : a % b; }
static long long wide(volatile long long a, volatile long long b) { return sigsetjmp(env, 1) ? -1 : a / b; }
#define TRY(expression) (caught = 0, printf("%lld %d\\n", (long long)(expression), caught))
int main(void) {
  catches(SIGSEGV), catches(SIGFPE);
  int seven = 7;
  TRY(load(&seven)), TRY(load(NULL)), TRY(load((int *)8));
  TRY(divide(6, -1)), TRY(divide(6, 0)), TRY(divide(INT_MIN, -1)), TRY(divide(INT_MIN, 1));
  TRY(rest(INT_MIN, -1)), TRY(wide(LLONG_MIN, -1)), TRY(wide(-7, -1));
  TRY((store(&seven), seven));
  if (sigsetjmp(env, 1) == 0) { *(volatile int *)0 = 1; return 5; }
  return caught;
}`;
  for (const level of ['-O0', '-O2']) {
    const { end, output } = await outcomeOf(text, {}, level);
    const faults = ['-1 8', '-1 8', '-2147483648 0', '-1 8', '-1 8', '7 0'];
    expect(output.split('\n')).toEqual(['7 0', '-1 11', '-1 11', '-6 0', ...faults, '1 0', '']);
    expect(end).toMatchObject({ kind: 'exit', code: 11 });
  }
});

describe('a handler of a full stack', () => {
  const DIVES = `${CATCHES}#include <sys/wait.h>
#include <unistd.h>
static int dive(int n) { char local[100]; local[0] = n; return dive(n + 1) + local[0]; }
static int without_frame(void) { return without_frame() + 1; }
static void use_other_stack(void) {
  static char bytes[SIGSTKSZ];
  sigaltstack(&(stack_t){.ss_sp = bytes, .ss_size = sizeof bytes}, NULL);
}
`;

  test('may jump out of it, again and again', async () => {
    const text = `${DIVES}int main(void) {
  use_other_stack();
  catches(SIGSEGV);
  for (int i = 0; i < 3; i++) if (sigsetjmp(env, 1) == 0) dive(0); else printf("%d %d\\n", i, caught);
  if (sigsetjmp(env, 1) == 0) without_frame(); else puts("out");
}`;
    const { end, output, findings } = await outcomeOf(text);
    expect(output).toBe('0 11\n1 11\n2 11\nout\n');
    expect(findings).toEqual(['stack-overflow dive:15', 'stack-overflow without_frame:16']);
    expect(end).toMatchObject({ kind: 'exit', code: 0 });
  });

  test('runs only on a stack of its own, in a child as well', async () => {
    const text = `${DIVES}static void ends(int number) { _exit(number); }
static void tell(void) {
  int status;
  wait(&status);
  printf("%d %d\\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : -1);
  fflush(stdout);
}
int main(void) {
  signal(SIGSEGV, ends);
  if (fork() == 0) return use_other_stack(), dive(0);
  tell();
  struct sigaction action = {.sa_handler = ends, .sa_flags = SA_ONSTACK};
  sigaction(SIGSEGV, &action, NULL);
  if (fork() == 0) return dive(0);
  tell();
  use_other_stack();
  if (fork() == 0) return dive(0);
  tell();
}`;
    expect((await outcomeOf(text)).output).toBe('-1 11\n-1 11\n11 -1\n');
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
