/** What `heapscope native` tells of memory that processes share, of semaphores and of processes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaySurvey } from '../src/replay/survey-replay.ts';
import { readRecording } from '../src/trace/read-recording.ts';
import { findingsOf } from '../src/trials/findings-of.ts';
import { WORK } from './heapscope-command.ts';
import { hasCompiler, json, program, why } from './native-program.ts';

function surveyOf(name: string) {
  const read = readRecording(readFileSync(path.join(WORK, name)));
  if (read.kind !== 'read') throw new Error(JSON.stringify(read));
  return findingsOf(read.recording.module, read.recording, (file) => file).survey;
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

/** A child writes while its parent, which looks more often, mostly sleeps; the last byte is the parent's. */
const WRITERS = `
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
int main(void) {
  volatile char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (fork() == 0) {
    for (int i = 0; i < 5; i++) {
      struct timespec start, now;
      clock_gettime(CLOCK_MONOTONIC, &start);
      do clock_gettime(CLOCK_MONOTONIC, &now);
      while ((now.tv_sec - start.tv_sec) * 1000000000l + now.tv_nsec - start.tv_nsec < 20000000);
      shared[i] = 'a' + i;
    }
    _exit(0);
  }
  for (int i = 0; i < 30; i++) usleep(5000);
  wait(NULL);
  shared[9] = 'P';
}
`;

/** Executes itself in a child of vfork. */
const SPAWNS = `
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int count, char **words) {
  if (count > 1) return malloc(11) == NULL;
  pid_t child = vfork();
  if (child == 0) { execl(words[0], words[0], "child", NULL); _exit(1); }
  int status;
  printf("%d %d", child, wait(&status));
}
`;

describe.skipIf(!hasCompiler)(`a native program's memory and processes${why}`, () => {
  it('keeps what blocks that are left and shared memory held', () => {
    const file = program('kept', KEPT);
    const { report } = json(['--snapshot-contents', '32', '--record', 'kept.rec', '--', file]);
    expect(report.stdout).toBe('abcde ABCDE\n');
    const survey = surveyOf('kept.rec');
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
    const { system, steps } = surveyOf('sems.rec');
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

  it('knows who wrote to shared memory, though another was the first to see it', () => {
    json(['--record', 'writers.rec', '--', program('writers', WRITERS)]);
    const { told } = surveyOf('writers.rec');
    const writes = Array.from({ length: told.writeCount }, (_, index) => told.writeAt(index));
    const letters = writes.map(({ process, bytes }) => `${process}${String.fromCharCode(...bytes)}`);
    // Two that were written before anybody looked come together.
    expect(letters.join('').replaceAll(/(?<=[a-e])1/g, '')).toBe('1abcde0P');
  });

  it("tells a vfork's child by its own number, which waits and its program's image agree on", () => {
    const { report } = json(['--follow-exec', '--record', 'spawns.rec', '--', program('spawns', SPAWNS)]);
    const [child, waited] = report.stdout.split(' ').map(Number);
    expect(waited).toBe(child);
    const { system } = surveyOf('spawns.rec');
    expect(system.processes.map(({ pid }) => pid)[1]).toBe(child);
    expect(report.findings).toMatchObject([{ kind: 'leak', message: expect.stringContaining('11 bytes') as string }]);
  });
});
