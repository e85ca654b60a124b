/** Checks, judged with the real compiler and the real runs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { LOCALES } from '../i18n/format.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import type { JudgingEngine } from './judged-run.ts';
import { judge } from './judge.ts';
import { LESSON_WORDS, lessonMessages } from './messages.ts';
import type { Check, LessonProgram } from './model.ts';
import { testEngine } from './testing/run-program.node.ts';

for (const language of LOCALES) await LESSON_WORDS.fetch(language);

let engine: JudgingEngine;
beforeAll(async () => {
  engine = await testEngine();
});

const PROGRAM: LessonProgram = { files: ['start.c'], flags: [], args: [], stdin: '', env: {} };

/** One line for each check: ok, or where and why not. */
async function judged(
  source: string,
  checks: Check[],
  limits = {},
  program: Partial<LessonProgram> = {},
): Promise<string[]> {
  const submission = { program: { ...PROGRAM, ...program }, files: { 'start.c': source } };
  const judgement = await judge(submission, checks, engine, { ...DEFAULT_LIMITS, ...limits });
  if (judgement.kind === 'not-compiled') return [`not compiled: ${judgement.diagnostics[0]?.line}`];
  expect(judgement.passed).toBe(judgement.results.every(({ failure }) => !failure));
  return judgement.results.map(({ failure }) => {
    if (!failure) return 'ok';
    for (const language of LOCALES) expect(lessonMessages(language).failure(failure.what)).not.toBe('');
    const { at, what } = failure;
    const trial = at?.trial ? ` [${at.trial.kind} ${'number' in at.trial ? at.trial.number : at.trial.seed}]` : '';
    return `${at?.line ?? '?'}${trial}: ${lessonMessages('en').failure(what)}`;
  });
}

const HEAD = '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n';

describe('findings', () => {
  const LEAK = `${HEAD}int main(void) {
  char *p = malloc(30);
  strcpy(p, "x");
  p = NULL;
  return p != NULL;
}
`;

  test('a leak shows where the last pointer went', async () => {
    expect(await judged(LEAK, [{ kind: 'no-findings' }])).toEqual([
      expect.stringMatching(/^7: 30 bytes in 1 block are definitely lost/),
    ]);
  });

  test('exactly these, wherever their order; a line too many, or too few', async () => {
    const check = (...findings: { kind: 'leak' | 'double-free'; line?: number }[]): Check => ({
      kind: 'findings',
      findings,
    });
    const checks = [
      check({ kind: 'leak', line: 5 }),
      check({ kind: 'leak' }),
      check({ kind: 'leak', line: 6 }),
      check(),
    ];
    const results = await judged(LEAK, [...checks, check({ kind: 'leak' }, { kind: 'double-free', line: 7 })]);
    expect(results.slice(0, 2)).toEqual(['ok', 'ok']);
    expect(results[2]).toMatch(/definitely lost/);
    expect(results[3]).toMatch(/definitely lost/);
    expect(results[4]).toBe('7: this was to be found and was not: double-free in line 7');
  });

  test('nothing to find, and what does not compile', async () => {
    expect(
      await judged('int main(void) { return 0; }', [{ kind: 'no-findings' }, { kind: 'findings', findings: [] }]),
    ).toEqual(['ok', 'ok']);
    expect(await judged('int main(void) {\n  return x;\n}', [{ kind: 'no-findings' }])).toEqual(['not compiled: 2']);
  });
});

test('output and the end', async () => {
  const source = `${HEAD}int main(void) {
  puts("one");
  puts("two");
  return 3;
}
`;
  const results = await judged(source, [
    { kind: 'output', text: 'one\ntwo\n' },
    { kind: 'output', text: 'one\nTwo\n' },
    { kind: 'output', text: 'one\ntwo\nthree\n' },
    { kind: 'output', text: 'one\n' },
    { kind: 'output-contains', text: 'e\nt' },
    { kind: 'output-contains', text: 'four' },
    { kind: 'exit', code: 3 },
    { kind: 'exit', code: 0 },
  ]);
  expect(results).toEqual([
    'ok',
    '6: line 2 of the output is "two", not "Two"',
    '7: line 3 of the output is missing: "three"',
    '6: after line 1 it prints more: "two"',
    'ok',
    '7: it never prints "four"',
    'ok',
    '7: the program ended with exit code 3, not with 0',
  ]);
});

test("arguments, input and the environment are the program's", async () => {
  const source = `${HEAD}int main(int n, char **a) {
  char line[20];
  if (n > 1 && fgets(line, sizeof line, stdin)) printf("%s %s %s", a[1], getenv("NAME"), line);
  return 0;
}
`;
  const given = { args: ['first'], stdin: 'typed\n', env: { NAME: 'value' } };
  expect(await judged(source, [{ kind: 'output', text: 'first value typed\n' }], {}, given)).toEqual(['ok']);
});

test('how much is allocated', async () => {
  const source = `${HEAD}int main(void) {
  char *all[5];
  for (int i = 0; i < 5; i++)
    all[i] = malloc(100);
  for (int i = 0; i < 5; i++) free(all[i]);
  return 0;
}
`;
  const results = await judged(source, [
    { kind: 'allocations-at-most', most: 5 },
    { kind: 'allocations-at-most', most: 4 },
    { kind: 'peak-at-most', most: 500 },
    { kind: 'peak-at-most', most: 499 },
  ]);
  expect(results).toEqual([
    'ok',
    '7: 5 allocations, where 4 would do',
    'ok',
    '7: 500 bytes at a time, where 499 bytes would do',
  ]);
});

describe('frees', () => {
  const list = (destroy: string): string => `${HEAD}struct node { struct node *next; char *name; };
struct list { struct node *head; };
static void push(struct list *list, const char *name) {
  struct node *made = malloc(sizeof *made);
  made->name = strdup(name);
  made->next = list->head;
  list->head = made;
}
static void destroy(struct list *list) {
${destroy}
}
int main(void) {
  struct list list = {NULL};
  push(&list, "a");
  push(&list, "b");
  destroy(&list);
  return 0;
}
`;
  const all = list(`  for (struct node *n = list->head, *next; n; n = next) {
    next = n->next;
    free(n->name);
    free(n);
  }`);
  const withoutNames = list(`  for (struct node *n = list->head, *next; n; n = next) {
    next = n->next;
    free(n);
  }`);
  const check: Check = { kind: 'frees', function: 'destroy' };

  test('what the argument reaches, also through other blocks', async () => {
    expect(await judged(all, [check])).toEqual(['ok']);
    const [failed] = await judged(withoutNames, [check]);
    expect(failed).toMatch(
      /^1\d: when destroy\(\) returns, a block of 2 bytes that it was given is still there \(allocated in line 8\)$/,
    );
  });

  test('a recursive function frees as a whole', async () => {
    const tree = `${HEAD}struct t { struct t *left, *right, *up; };
static struct t *make(int depth, struct t *up) {
  struct t *t = malloc(sizeof *t);
  *t = (struct t){depth ? make(depth - 1, t) : NULL, depth ? make(depth - 1, t) : NULL, up};
  return t;
}
static void destroy(struct t *t) {
  if (!t) return;
  destroy(t->left);
  destroy(t->right);
  free(t);
}
int main(void) {
  destroy(make(3, NULL));
  return 0;
}
`;
    expect(await judged(tree, [check, { kind: 'no-findings' }])).toEqual(['ok', 'ok']);
    expect((await judged(tree.replace('  free(t);', '  if (t->up) free(t);'), [check]))[0]).toContain('12 bytes');
  });

  test('a function that nobody calls frees nothing', async () => {
    expect((await judged(`${HEAD}int main(void) { return 0; }\n`, [check]))[0]).toContain('destroy() is never called');
  });
});

test('calls that must be there, and calls that must not', async () => {
  const source = `${HEAD}static void never(void) { abort(); }
int main(int n, char **a) {
  char *p = malloc(4);
  p = realloc(p, 40);
  memcpy(p, "x", 2);
  if (n > 3) never();
  printf("%s%d", p, a != NULL);
  free(p);
  return 0;
}
`;
  const results = await judged(source, [
    ...(['realloc', 'malloc', 'memcpy', 'printf', 'never', 'calloc'] as const).map((name): Check => ({
      kind: 'uses',
      function: name,
    })),
    ...(['calloc', 'gets', 'realloc', 'abort'] as const).map((name): Check => ({ kind: 'avoids', function: name })),
  ]);
  expect(results.map((result) => result.replace(/^\d+: /, ''))).toEqual([
    ...['ok', 'ok', 'ok', 'ok', 'never() is never called', 'calloc() is never called'],
    ...['ok', 'ok', 'realloc() is called', 'abort() is called'],
  ]);
  expect(results[8]).toMatch(/^7:/);
});

test('each allocation failing', async () => {
  const source = (second: string): string => `${HEAD}int main(void) {
  char *a = malloc(10);
  if (!a) return 1;
  char *b = malloc(20);
  ${second}
  b[0] = 'x';
  free(b);
  free(a);
  return 0;
}
`;
  const check: Check = { kind: 'malloc-failing' };
  expect(await judged(source('if (!b) return free(a), 1;'), [check])).toEqual(['ok']);
  expect(await judged(source('if (!b) return 1;'), [check])).toEqual([
    expect.stringMatching(/^7 \[failing-allocation 2\]: when allocation 2 fails: 10 bytes in 1 block/),
  ]);
  expect((await judged(source(''), [check]))[0]).toMatch(/^7 \[failing-allocation 2\]: when allocation 2 fails: /);
});

test('many schedules', async () => {
  const source = (lock: string, unlock: string): string => `${HEAD}#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
struct shared { sem_t lock; int counter; };
int main(void) {
  struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED, -1, 0);
  sem_init(&shared->lock, 1, 1);
  pid_t child = fork();
  for (int i = 0; i < 5; i++) {
    ${lock}
    int seen = shared->counter;
    shared->counter = seen + 1;
    ${unlock}
  }
  if (child == 0) return 0;
  wait(NULL);
  printf("%d\\n", shared->counter);
  munmap(shared, sizeof *shared);
  return 0;
}
`;
  const check: Check = { kind: 'schedules', count: 20 };
  const safe = source('sem_wait(&shared->lock);', 'sem_post(&shared->lock);');
  expect(await judged(safe, [check])).toEqual(['ok']);
  expect(await judged(source('', ''), [check])).toEqual([
    expect.stringMatching(/\[schedule \d+\]: under schedule \d+, something else is printed$/),
  ]);
});

test('a program that is stopped passes no check', async () => {
  const endless = `${HEAD}int main(void) {\n  volatile int i = 0;\n  for (;;)\n    i++;\n}\n`;
  const results = await judged(endless, [{ kind: 'no-findings' }, { kind: 'avoids', function: 'gets' }], {
    steps: 100_000,
  });
  expect(results).toEqual(Array(2).fill(expect.stringContaining('it ran for more than 100,000 statements')));
});
