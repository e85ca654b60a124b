/* dlsym finds the allocator's own functions, by which a program's definitions of them call on; nothing else can be looked up. */
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "heapscope/host.h"

#define WEAK __attribute__((weak))
WEAK void *__libc_malloc(size_t);
WEAK void *__libc_calloc(size_t, size_t);
WEAK void *__libc_realloc(void *, size_t);
WEAK void *__libc_memalign(size_t, size_t);
WEAK void *__libc_aligned_alloc(size_t, size_t);
WEAK void *__libc_valloc(size_t);
WEAK void *__libc_reallocarray(void *, size_t, size_t);
WEAK int __libc_posix_memalign(void **, size_t, size_t);
WEAK size_t __libc_malloc_usable_size(void *);
WEAK void __libc_free(void *);

static char message[128];
static int has_message;

static void *fail(const char *format, const char *name) {
  snprintf(message, sizeof message, format, name);
  has_message = 1;
  return NULL;
}

char *dlerror(void) {
  char *text = has_message ? message : NULL;
  has_message = 0;
  return text;
}

void *dlsym(void *restrict handle, const char *restrict name) {
  static const struct {
    const char *name;
    void *function;
  } functions[] = {
      {"malloc", __libc_malloc},
      {"calloc", __libc_calloc},
      {"realloc", __libc_realloc},
      {"free", __libc_free},
      {"memalign", __libc_memalign},
      {"aligned_alloc", __libc_aligned_alloc},
      {"posix_memalign", __libc_posix_memalign},
      {"valloc", __libc_valloc},
      {"reallocarray", __libc_reallocarray},
      {"malloc_usable_size", __libc_malloc_usable_size},
  };
  (void)handle;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (strcmp(functions[i].name, name) == 0) return functions[i].function;
  return fail("undefined symbol: %s", name);
}
void *dlvsym(void *restrict handle, const char *restrict name, const char *restrict version) {
  (void)version;
  return dlsym(handle, name);
}

void *dlopen(const char *path, int flags) {
  (void)flags;
  if (!path) return message; /* the program itself: any handle will do */
  hs_unsupported("dlopen");
  return fail("%s: cannot open shared object file: No such file or directory", path);
}
int dlclose(void *handle) {
  (void)handle;
  return 0;
}

int dladdr(const void *address, Dl_info *info) {
  static char name[256];
  unsigned start = hs_symbol(address, name, sizeof name);
  if (!start) return 0;
  *info = (Dl_info){program_invocation_name, NULL, name, (void *)start};
  return 1;
}
