/** `heapscope native`, with programs that this machine's compiler made. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../src/trials/findings-of.ts';
import { replaySurvey } from '../src/replay/survey-replay.ts';
import type { JsonReport } from '../src/report/json.ts';
import { readRecording } from '../src/trace/read-recording.ts';
import { COMMAND, heapscope, source, WORK, type How, type Outcome } from './heapscope-command.ts';

const hasCompiler = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;
const why = hasCompiler ? '' : ' (skipped: it needs Linux with gcc)';

/** Compiles a program and gives its name. */
function program(name: string, text: string, flags: readonly string[] = ['-g']): string {
  source(`${name}.c`, text);
  const made = spawnSync('gcc', ['-w', ...flags, '-o', name, `${name}.c`], { cwd: WORK, encoding: 'utf8' });
  expect(made.stderr).toBe('');
  return `./${name}`;
}

const native = (words: readonly string[], how: How = {}): Outcome => heapscope(['native', ...words], how);

function json(words: readonly string[], how: How = {}): { code: number | null; report: JsonReport } {
  const { code, stdout } = native(['--json', ...words], how);
  return { code, report: JSON.parse(stdout) as JsonReport };
}

const KEPT = `
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
struct node { struct node *next; int number; char rest[24]; } *list;
int main(void) {
  for (int i = 0; i < 3; i++) {
    struct node *node = malloc(sizeof *node);
    *node = (struct node){list, i};
    list = node;
  }
  char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  shared[5] = ' ';
  if (fork() == 0) {
    for (int i = 0; i < 5; i++) { usleep(2000); shared[i] = 'a' + i; }
    usleep(1);
    _exit(0);
  }
  for (int i = 0; i < 5; i++) { usleep(2000); shared[6 + i] = 'A' + i; }
  wait(NULL);
  puts(shared);
}
`;

const DOUBLE_FREE = `
#include <stdlib.h>
#include <stdio.h>
static char *make(void) { return malloc(24); }
static void drop(char *p) { free(p); }
int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IONBF, 0);
  char *q = make();
  char *p = make();
  drop(p);
  puts("once");
  drop(p);
  free(q + 8);
  free(q + 3);
  free(&argc);
  puts("end");
  return 5;
}
`;

describe.skipIf(!hasCompiler)(`heapscope native${why}`, () => {
  it('tells of a double free with three stacks, and ends as the program does', () => {
    const file = program('twice', DOUBLE_FREE);
    const { code, report } = json(['--', file]);
    expect(code).toBe(134);
    expect(report).toMatchObject({ exit: { kind: 'killed', reason: 'SIGABRT' }, stdout: 'once\n' });
    const [finding] = report.findings;
    const places = (stack: readonly { function: string; file: string; line: number }[] = []): string[] =>
      stack.slice(0, 2).map((frame) => `${frame.function} ${frame.file}:${frame.line}`);
    expect(finding).toMatchObject({ kind: 'double-free', block: { size: 24, where: 'inside', distance: 0 } });
    expect(places(finding?.stack)).toEqual(['drop twice.c:5', 'main twice.c:12']);
    expect(places(finding?.freed?.stack)).toEqual(['drop twice.c:5', 'main twice.c:10']);
    expect(places(finding?.allocated?.stack)).toEqual(['make twice.c:4', 'main twice.c:9']);
  });

  it('goes on with --continue', () => {
    const { code, report } = json(['--continue', '--', './twice']);
    expect(code).toBe(5);
    expect(report.stdout).toBe('once\nend\n');
    expect(
      report.findings.filter(({ kind }) => kind !== 'leak').map(({ kind, block }) => [kind, block?.distance]),
    ).toEqual([
      ['double-free', 0],
      ['invalid-free', 8],
      ['invalid-free', 3],
      ['invalid-free', undefined],
    ]);
    expect(native(['--continue', '--error-exitcode', '9', '--', './twice']).code).toBe(9);
  });

  it('leaves input, output and the exit code alone', () => {
    const { code, stdout, stderr } = native(['--', 'sh', '-c', 'read a; echo "got $a"; echo oops >&2; exit 7'], {
      input: 'line\n',
    });
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'got line\n' });
    expect(stderr).toMatch(/^oops\n/);
    expect(native(['--', 'sh', '-c', 'kill -TERM $$']).code).toBe(128 + 15);
  });

  it('says what to do for lines', () => {
    const file = program('plain', 'int main(void) { return malloc(7) == 0; }', []);
    expect(native(['--', file]).stderr).toMatch(/no debug information in .*plain: compile with -g to see lines/);
    expect(native(['--lang', 'zh', '--', file]).stderr).toMatch(/用 -g 编译/);
  });

  it('keeps a recording that reports the same', () => {
    const file = program('many', 'int main(void) { for (int i = 0; i < 50000; i++) free(malloc(i)); return 0; }');
    const run = native(['--record', 'many.rec', '--', file]);
    const read = readRecording(readFileSync(path.join(WORK, 'many.rec')));
    expect(read).toMatchObject({ kind: 'read', recording: { meta: { origin: 'native' } } });
    expect(read).not.toHaveProperty('damage');
    expect(run.stderr).toContain('50,000 allocations, 50,000 frees');
    expect(heapscope(['report', 'many.rec']).stdout).toBe(run.stderr);
    // Some 12 bytes an event before it is compressed, and most are alike.
    expect(statSync(path.join(WORK, 'many.rec')).size).toBeLessThan(1_000_000);
  });

  it('keeps what blocks that are left and shared memory held', () => {
    const file = program('kept', KEPT);
    const { report } = json(['--snapshot-contents', '32', '--record', 'kept.rec', '--', file]);
    expect(report.stdout).toBe('abcde ABCDE\n');
    const read = readRecording(readFileSync(path.join(WORK, 'kept.rec')));
    if (read.kind !== 'read') throw new Error(read.reason);
    const { survey } = findingsOf(read.recording.module, read.recording, (name) => name);
    const { allocations, told, steps } = survey;
    const nodes = survey.liveAt(steps).filter((id) => allocations.size[id] === 40);
    const held = nodes.map((id) => new DataView(told.contentsOf(id, steps)!.bytes.slice().buffer));
    expect(held.map((bytes) => [bytes.byteLength, bytes.getUint32(8, true)])).toEqual([
      [32, 0],
      [32, 1],
      [32, 2],
    ]);
    // The list's links are addresses of its blocks, newest first.
    expect(Number(held[2]!.getBigUint64(0, true))).toBe(allocations.address[nodes[1]!]);
    const { segment } = survey.system.segments[0]!;
    const replay = replaySurvey(survey);
    const text = (step: number): string => {
      const shared = replay
        .seek(step)
        .segments()
        .find((each) => each.segment === segment);
      return String.fromCharCode(...shared!.bytes(0, 11)).replaceAll('\0', '.');
    };
    expect(text(steps)).toBe('abcde ABCDE');
    const writes = Array.from({ length: told.writeCount }, (_, index) => told.writeAt(index));
    expect(new Set(writes.map(({ process }) => process))).toEqual(new Set([0, 1]));
    // One letter after another, as they were written.
    expect(new Set(writes.map(({ step }) => text(step))).size).toBeGreaterThan(5);
  });

  it('tells of semaphores by their values, and of segments that two processes map by name', () => {
    const file = program(
      'sems',
      `#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
  char name[40];
  snprintf(name, sizeof name, "/heapscope-%d", getpid());
  sem_t *named = sem_open(name, O_CREAT, 0600, 3);
  int set = semget(IPC_PRIVATE, 2, 0600);
  semctl(set, 0, SETVAL, 0);
  semctl(set, 1, SETVAL, 7);
  if (fork() == 0) {
    sem_wait(named);
    int shared = shm_open(name, O_CREAT | O_RDWR, 0600);
    ftruncate(shared, 4096);
    char *seen = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
    seen[0] = 'x';
    semop(set, &(struct sembuf){0, 2, 0}, 1);
    exit(0);
  }
  semop(set, (struct sembuf[]){{0, -1, 0}, {1, 1, 0}}, 2);
  char *seen = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, shm_open(name, O_RDWR, 0), 0);
  putchar(seen[0]);
  sem_post(named);
  wait(NULL);
  shm_unlink(name);
  sem_unlink(name);
  semctl(set, 0, IPC_RMID);
}`,
    );
    const { report } = json(['--record', 'sems.rec', '--', file]);
    expect(report.stdout).toBe('x');
    const read = readRecording(readFileSync(path.join(WORK, 'sems.rec')));
    if (read.kind !== 'read') throw new Error(read.reason);
    const { system, steps } = findingsOf(read.recording.module, read.recording, (name) => name).survey;
    const events = Array.from({ length: system.events.countBefore(steps) }, (_, index) => system.events.at(index));
    const values = new Map<number, number[]>();
    for (const event of events)
      if (event.kind === 'semaphore')
        values.set(event.semaphore, [...(values.get(event.semaphore) ?? []), event.value]);
    expect([...values.values()]).toEqual(
      expect.arrayContaining([
        [3, 2, 3],
        [7, 8],
      ]),
    );
    const [segment, ...others] = system.segments;
    expect(others).toEqual([]);
    expect(new Set(segment!.attachments.map(({ process }) => process))).toEqual(new Set([0, 1]));
    expect(segment!.removed).toBeDefined();
  });

  it('records only what the filter keeps', () => {
    const file = program(
      'parts',
      `#include <stdlib.h>
static void *keep(int n) { return malloc(n); }
static void *other(int n) { return malloc(n); }
int main(void) {
  void *kept = keep(10), *left = other(20);
  free(realloc(left, 30));
  keep(40);
  free(kept);
  return 0;
}`,
    );
    const totals = (...filter: string[]): unknown[] => {
      const { report } = json([...filter.flatMap((rule) => ['--filter', rule]), '--', file]);
      const { allocations } = report;
      const notes = report.diagnostics.map(({ message }) => message).filter((text) => text.includes('filter'));
      return [allocations.count, allocations.frees, report.findings.length, ...notes];
    };
    expect(totals('keep')).toEqual([2, 1, 1, 'the filter left out 2 of 4 allocations']);
    expect(totals('!keep')).toEqual([2, 2, 0, 'the filter left out 2 of 4 allocations']);
    expect(totals('file:parts.c')).toEqual([4, 3, 1]);
    expect(totals('module:parts', '!function:other')).toEqual([3, 2, 1, 'the filter left out 1 of 4 allocations']);
    expect(native(['--filter', '!', '--', file]).code).toBe(2);
  });

  it('shows the same leaks in the report of a recording as when it was made', () => {
    const file = program(
      'reachable',
      '#include <stdlib.h>\nvoid *kept; int main(void) { kept = malloc(7); return 0; }',
    );
    const run = native(['--record', 'reachable.rec', '--', file]);
    expect(run.stderr).toContain('still reachable 7 bytes in 1 block');
    const report = heapscope(['report', 'reachable.rec', '--error-exitcode', '9']);
    expect(report).toMatchObject({ code: 0, stdout: run.stderr });
    expect(heapscope(['report', 'reachable.rec', '--show-leak-kinds', 'all']).stdout).toContain('reachable.c:2');
  });

  it('leaves a recording with names when it is killed', async () => {
    const file = program(
      'endless',
      `#include <stdlib.h>
#include <unistd.h>
static void *lose(void) { return malloc(50); }
int main(void) { for (;;) { lose(); free(lose()); usleep(20); } }`,
    );
    const child = spawn(process.execPath, [COMMAND, 'native', '--record', 'cut.rec', '--', file], {
      cwd: WORK,
      stdio: 'ignore',
    });
    const kept = path.join(WORK, 'cut.rec');
    const names = (): string[] => {
      const read = existsSync(kept) ? readRecording(readFileSync(kept)) : undefined;
      return read?.kind === 'read' ? (read.recording.symbols?.lines.map((line) => line.function) ?? []) : [];
    };
    await expect.poll(names, { timeout: 30_000 }).toEqual(expect.arrayContaining(['lose', 'main']));
    const size = statSync(kept).size;
    await expect.poll(() => statSync(kept).size, { timeout: 30_000 }).toBeGreaterThan(size + 20_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { stdout } = heapscope(['report', 'cut.rec', '--json']);
    const { allocations } = JSON.parse(stdout) as JsonReport;
    expect(allocations.count).toBeGreaterThan(1000);
    expect(names()).toEqual(expect.arrayContaining(['lose', 'main']));
  });

  it('leaves nothing behind', () => {
    const of = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
    const before = of('/dev/shm').filter((name) => name.startsWith('heapscope-'));
    native(['--', 'true']);
    expect(of('/dev/shm').filter((name) => name.startsWith('heapscope-'))).toEqual(before);
  });
});

/** One that changes who it runs as: made here where that may be done, else one of the system's. */
function otherUsersProgram(): string | undefined {
  if (process.geteuid?.() !== 0) {
    const usual = ['/bin/su', '/usr/bin/passwd', '/usr/bin/sudo'];
    return usual.find((file) => ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o4000) !== 0);
  }
  const file = path.join(WORK, 'changes-user');
  writeFileSync(file, readFileSync('/bin/true'));
  chownSync(file, 65534, 65534);
  chmodSync(file, 0o4755);
  return './changes-user';
}

describe.skipIf(!hasCompiler)(`what can't be run natively${why}`, () => {
  const refused = (words: readonly string[]): string => {
    const { code, stdout, stderr } = native(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  it('is told', () => {
    expect(refused(['--', './nowhere'])).toContain('./nowhere: there is no such program');
    expect(refused(['--', 'no-such-command'])).toContain('no-such-command: there is no such program');
    source('text', 'no program');
    expect(refused(['--', './text'])).toContain('./text may not be executed');
    expect(refused(['--', program('static', 'int main(void) { return 0; }', ['-static'])])).toContain('-static');
    expect(refused(['--record', 'no/such/folder/x', '--', 'true'])).toContain("can't write no/such/folder/x");
    expect(refused([])).toContain('which program?');
  });

  it('is told of other machines, and of scripts by who runs them', () => {
    const elf = readFileSync('/bin/true');
    const change = (name: string, offset: number, value: number): string => {
      const bytes = Uint8Array.from(elf);
      bytes[offset] = value;
      writeFileSync(path.join(WORK, name), bytes, { mode: 0o755 });
      return `./${name}`;
    };
    expect(refused(['--', change('arm', 18, 40)])).toContain('for another machine (ARM)');
    expect(refused(['--', change('narrow', 4, 1)])).toContain('is a 32-bit program');
    const script = (name: string, text: string): string => {
      writeFileSync(path.join(WORK, name), text, { mode: 0o755 });
      return `./${name}`;
    };
    expect(refused(['--', script('lost', '#!/no/such/interpreter\n')])).toContain(
      '/no/such/interpreter, which is not there',
    );
    expect(native(['--', script('plain.sh', 'echo from a script\n')]).stdout).toBe('from a script\n');
    expect(native(['--', script('said.sh', '#!/bin/sh\necho said\n')]).stdout).toBe('said\n');
    expect(JSON.parse(native(['--json', '--', './nowhere']).stdout)).toMatchObject({
      exit: null,
      diagnostics: [{ severity: 'error', message: './nowhere: there is no such program' }],
    });
  });

  const changer = otherUsersProgram();
  it.skipIf(changer === undefined)(
    `is told of programs that run as another user${changer ? '' : ' (skipped: there is none here)'}`,
    () => {
      expect(refused(['--', changer!])).toContain('runs as another user (setuid or setgid)');
    },
  );

  it('goes on when the disk is full, and says what the recording holds', () => {
    const file = program(
      'filling',
      `#include <stdio.h>
#include <stdlib.h>
int main(void) {
  srand(1);
  for (int n = 0; n < 200; n++) {
    unsigned char *bytes = malloc(65536);
    for (int i = 0; i < 65536; i++) bytes[i] = rand() >> 8;
    *(unsigned char **)bytes = bytes;
  }
  puts("done");
  return 3;
}`,
    );
    // Files may not be larger than 8 MB; who writes more is told so instead of ended.
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 16384; exec "$@"', 'sh', process.execPath, COMMAND];
    const words = ['native', '--snapshot-contents', '64K', '--record', 'full.rec', '--', file];
    const { status, stdout, stderr } = spawnSync('sh', [...limited, ...words], { cwd: WORK, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 3, stdout: 'done\n' });
    expect(stderr).toMatch(/full\.rec holds only the beginning of the recording: /);
    expect(stderr).toContain('definitely lost 12.5 MiB in 200 blocks');
    const report = heapscope(['report', 'full.rec']);
    expect(report.stdout).toContain('200 allocations');
  });

  it('is told of programs with a malloc of their own', () => {
    const own = program(
      'own',
      `#include <stddef.h>
static char heap[4096]; static size_t used;
void *malloc(size_t n) { void *p = heap + used; used += (n + 15) & ~15ul; return p; }
void free(void *p) {}
int main(void) { return malloc(3) == NULL; }`,
      ['-rdynamic'],
    );
    expect(native(['--', own]).stderr).toMatch(/own has a malloc\(\) of its own/);
  });
});
