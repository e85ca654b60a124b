/* dlclose: what was unwound through a library that is gone must be forgotten. dlopen needs no hook, and can't have one: it looks
 * at its caller. */
#define _GNU_SOURCE
#include "modules.h"
#include "real.h"
#include "recorder.h"

__attribute__((visibility("default"))) int dlclose(void *handle) {
  int result = hs_real.dlclose(handle);
  struct hs_thread *self = hs_enter();
  if (self) {
    hs_modules_changed();
    hs_leave(self);
  }
  return result;
}
