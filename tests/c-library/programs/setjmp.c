#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static jmp_buf top, inner;
static sigjmp_buf out_of_handler;

static void deep(int n) {
  char pad[40];
  memset(pad, n, sizeof pad);
  if (n == 0) longjmp(top, 42);
  deep(n - 1);
  printf("never %d\n", pad[0]);
}

/* Errors as in an interpreter: nested handlers, each with its own buffer. */
static int parse(const char *text) {
  jmp_buf saved;
  memcpy(saved, inner, sizeof saved);
  int value = 0, code = setjmp(inner);
  if (code == 0) {
    for (const char *p = text; *p; p++) {
      if (*p < '0' || *p > '9') longjmp(inner, *p);
      value = value * 10 + *p - '0';
    }
    printf("%s is %d\n", text, value);
  } else {
    printf("%s has a %c\n", text, code);
  }
  memcpy(inner, saved, sizeof saved);
  return code == 0;
}

static int recursive(int n) {
  jmp_buf here;
  if (n == 0) longjmp(top, 7);
  if (setjmp(here) == 0) {
    int result = recursive(n - 1);
    return result;
  }
  return -1;
}

static void handler(int number) { siglongjmp(out_of_handler, number); }

int main(void) {
  volatile int tries = 0;
  int code = setjmp(top);
  if (code) printf("back with %d after %d\n", code, tries);
  if (++tries < 5) deep(tries * 3);
  if (tries == 5) recursive(4);

  for (int i = 0; i < 3; i++)
    if (setjmp(top) == 0) {
      if (i % 2) longjmp(top, i);
      printf("even %d\n", i);
    } else {
      printf("odd %d\n", i);
    }
  parse("123");
  parse("12x4");
  parse("7");

  signal(SIGUSR1, handler);
  int number = sigsetjmp(out_of_handler, 1);
  if (number == 0) {
    raise(SIGUSR1);
    puts("not reached");
  }
  printf("signal %d\n", number);
  if (tries++ < 8) raise(SIGUSR1);
  puts("done");
  return 0;
}
