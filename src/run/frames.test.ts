/** Frames of the program and of libc, one after the other in the same part of the stack. */
import { describe, expect, it } from 'vitest';
import { outcomeOf } from './run-program.fixture.ts';

describe('a frame of the program', () => {
  it('is dead after its return where a frame of printf was before it', async () => {
    const { findings, output } = await outcomeOf(`#include <stdio.h>
static int *hand_out(int n) {
  int room[40];
  for (int i = 0; i < 40; i++) room[i] = n;
  return room + n;
}
int main(void) {
  int sum = 0;
  for (int i = 0; i < 3; i++) {
    printf("%d\\n", i);
    int *dead = hand_out(i);
    sum += *dead;
  }
  return sum < 0;
}`);
    expect(findings).toEqual(['use-after-return main:12']);
    expect(output).toBe('0\n1\n2\n');
  });

  it('is no trouble for printf in the same place after it', async () => {
    const { findings, output } = await outcomeOf(`#include <stdio.h>
#include <string.h>
static unsigned long fill(int depth) {
  char room[600];
  memset(room, 'a' + depth, sizeof room);
  room[sizeof room - 1] = 0;
  unsigned long all = strlen(room);
  if (depth > 0) all += fill(depth - 1);
  printf("%s%lu\\n", room + 597, all);
  return all;
}
int main(void) {
  for (int i = 0; i < 3; i++) {
    char text[40];
    snprintf(text, sizeof text, "%d %.3f", i, i / 3.0);
    puts(text);
    fill(i);
  }
}`);
    expect(findings).toEqual([]);
    expect(output).toBe('0 0.000\naa599\n1 0.333\naa599\nbb1198\n2 0.667\naa599\nbb1198\ncc1797\n');
  });
});

describe('call stacks', () => {
  it('are right after a function has called on and come back', async () => {
    const { findings } = await outcomeOf(`#include <stdlib.h>
static int deep(int n) {
  return n ? 1 + deep(n - 1) : 0;
}
static void late(char *block) {
  deep(20);
  block[5] = 1;
  deep(3);
  free(block + 1);
}
int main(void) {
  char *block = malloc(5);
  deep(5);
  late(block);
  deep(1);
  free(block);
}`);
    expect(findings).toEqual(['heap-buffer-overflow late:7', 'invalid-free late:9']);
  });
});
