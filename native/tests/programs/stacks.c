/* Allocates where unwinding is hard, and prints glibc's own backtrace of each place: one line of hexadecimal addresses each. */
#define _GNU_SOURCE
#include <alloca.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char lines[1 << 20];
static size_t used;

/* The block is of 1000 bytes, by which the test finds it. */
__attribute__((noinline)) static void here(void) {
  void *addresses[300];
  int count = backtrace(addresses, 300);
  free(malloc(1000));
  for (int i = 1; i < count; i++) used += (size_t)sprintf(lines + used, "%lx ", (unsigned long)addresses[i]);
  used += (size_t)sprintf(lines + used, "\n");
}

static int compare(const void *a, const void *b) {
  here();
  return *(const int *)a - *(const int *)b;
}

__attribute__((noinline)) static void with_alloca(size_t bytes) {
  char *volatile text = alloca(bytes);
  text[0] = 0;
  here();
}

/* A frame that is realigned: its CFA is an expression. */
__attribute__((noinline)) static void realigned(size_t bytes) {
  char wide[64] __attribute__((aligned(64)));
  char *volatile text = alloca(bytes);
  memset(wide, (int)bytes, sizeof wide);
  text[0] = wide[1];
  here();
}

__attribute__((noinline)) static int deep(int levels) {
  char room[40];
  memset(room, levels, sizeof room);
  if (levels == 0)
    here();
  else
    deep(levels - 1);
  return room[3];
}

static void handler(int number) {
  (void)number;
  here();
}

static void *thread(void *argument) {
  here();
  deep(20);
  return argument;
}

int main(void) {
  void *warm_up[1];
  backtrace(warm_up, 1); // loads libgcc, with blocks of its own
  int numbers[] = {3, 1, 2};
  here();
  qsort(numbers, 3, sizeof numbers[0], compare);
  with_alloca(100);
  with_alloca(3000);
  realigned(10);
  deep(5);
  deep(100);
  deep(5);
  signal(SIGUSR1, handler);
  raise(SIGUSR1);
  stack_t other = {.ss_sp = malloc(100000), .ss_size = 100000};
  sigaltstack(&other, NULL);
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK};
  sigaction(SIGUSR2, &action, NULL);
  raise(SIGUSR2);
  here();
  pthread_t id;
  pthread_create(&id, NULL, thread, NULL);
  pthread_join(id, NULL);
  fputs(lines, stdout);
  return 0;
}
