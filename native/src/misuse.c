#include "misuse.h"

#include "modules.h"

#include <stdlib.h>

/* Whether glibc would find a chunk in use before `address`: a library that was bound to the C library's own malloc has such. */
static bool may_be_a_chunk(const void *address) {
  uint64_t header[2];
  if ((uintptr_t)address % 16 != 0 || !hs_peek((const char *)address - 16, header, sizeof header)) return false;
  uint64_t size = header[1] & ~7ul;
  return size >= 32 && size < 1ul << 40 && size % 16 == 0;
}

static enum hs_misuse kind_of(struct hs_thread *self, const void *address, bool around) {
  if (around) return HS_MISUSE_INTERIOR;
  if (hs_on_stack(&self->chain, address)) return HS_MISUSE_STACK;
  if (hs_in_module(address)) return HS_MISUSE_GLOBAL;
  return HS_MISUSE_UNKNOWN;
}

static void die(struct hs_thread *self, enum hs_misuse misuse) {
  hs_leave(self);
  hs_write_error(misuse == HS_MISUSE_DOUBLE_FREE ? "free(): double free detected by heapscope\n"
                                                 : "free(): invalid pointer\n");
  abort();
}

bool hs_misused(struct hs_thread *self, struct hs_block *block, void *address, const void *frame) {
  uintptr_t start = (uintptr_t)address;
  enum hs_misuse misuse = HS_MISUSE_DOUBLE_FREE;
  if (!hs_block_is(block, address, HS_BLOCK_FREED)) {
    block = NULL;
    start = hs_block_around(address, &block);
    misuse = kind_of(self, address, block != NULL);
    if (misuse == HS_MISUSE_UNKNOWN && may_be_a_chunk(address)) return false;
  }
  uint32_t stack = hs_stack_of(&self->chain, frame);
  struct hs_stream *stream = &self->stream;
  uint8_t *first = hs_begin(stream), *at = first;
  *at++ = HS_KIND_MISUSE;
  at = hs_put_pointer(stream, first, hs_put(at, misuse), address);
  at = hs_put_stack(stream, at, HS_KIND_MISUSE, stack);
  hs_end(stream, hs_put(hs_put(at, block ? start : 0), block ? hs_block_size((const void *)start, block) : 0));
  if ((hs_control->options & HS_OPTION_CONTINUE) == 0) die(self, misuse);
  return true;
}
