/* mtrace: a line for each call of the allocator, in glibc's format (malloc/mtrace-impl.c), and mcheck. */
#include <mcheck.h>
#include <stdio.h>
#include <stdlib.h>

#include "callers.h"
#include "heapscope/hooks.h"

static FILE *log;

static void put_caller(const void *caller) {
  char place[CALLER_BYTES];
  __describe_caller(caller, ":(%s+%x)", place);
  fprintf(log, "@ %s[%#x] ", place, (unsigned)caller);
}

/* What the log itself allocates is not to be told: the observer is away meanwhile. */
static void observe(const void *caller, void *old, void *block, size_t size) {
  hs_heap_observer = NULL;
  put_caller(caller);
  if (old && block) {
    fprintf(log, "< %p\n", old);
    put_caller(caller);
    fprintf(log, "> %p %#lx\n", block, (unsigned long)size);
  } else if (old && size == 0) {
    fprintf(log, "- %p\n", old);
  } else if (old) {
    fprintf(log, "! %p %#lx\n", old, (unsigned long)size);
  } else {
    fprintf(log, "+ %p %#lx\n", block, (unsigned long)size);
  }
  hs_heap_observer = observe;
}

void muntrace(void) {
  if (!log) return;
  hs_heap_observer = NULL;
  fprintf(log, "= End\n");
  fclose(log);
  log = NULL;
}

void mtrace(void) {
  const char *name = getenv("MALLOC_TRACE");
  if (log || !name) return;
  log = fopen(name, "w");
  if (!log) return;
  static char buffer[512];
  setvbuf(log, buffer, _IOFBF, sizeof buffer);
  fprintf(log, "= Start\n");
  hs_heap_observer = observe;
}

int mcheck(void (*fail)(enum mcheck_status)) {
  (void)fail;
  return 0;
}
int mcheck_pedantic(void (*fail)(enum mcheck_status)) { return mcheck(fail); }
void mcheck_check_all(void) {}
enum mcheck_status mprobe(void *p) {
  switch (hs_block_state(p)) {
  case HS_BLOCK_LIVE:
    return MCHECK_OK;
  case HS_BLOCK_FREED:
    return MCHECK_FREE;
  default:
    return MCHECK_HEAD;
  }
}
