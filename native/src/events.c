#include "events.h"

#include "misuse.h"
#include "recorder.h"

/* What can't be recorded now is recorded at the end of the event that it came into, or not at all; the table must know. */
static void nested(uint32_t op, size_t size, void *address) {
  struct hs_thread *self = hs_self;
  if (!self || !self->busy) return;
  if (self->pending_count == HS_MAX_PENDING) {
    self->pending_lost++;
    return;
  }
  self->pending[self->pending_count++] = (struct hs_pending){op, address, size};
}

static HS_ASIDE void allocated_unseen(uint32_t op, size_t size, void *address) {
  if (hs_state_now() == HS_OFF) return;
  bool later = hs_self && hs_self->busy && hs_self->pending_count < HS_MAX_PENDING;
  nested(op, size, address);
  struct hs_block *block = hs_block_make(address);
  if (block) hs_block_set(block, address, size, later ? HS_BLOCK_LIVE : HS_BLOCK_QUIET, 0);
}

static HS_ASIDE void freed_unseen(uint32_t op, void *address) {
  struct hs_block *block = hs_state_now() == HS_OFF ? NULL : hs_block_find(address);
  if (!block) return;
  if (hs_block_is(block, address, HS_BLOCK_LIVE)) {
    nested(op, 0, address);
    block->state = HS_BLOCK_FREED;
  } else if (hs_block_is(block, address, HS_BLOCK_QUIET))
    block->state = HS_BLOCK_NEVER;
}

static HS_ASIDE void put_edge(struct hs_thread *self, uint32_t number) {
  struct hs_thread *other = hs_thread_of(number);
  if (!other) return;
  uint64_t events = __atomic_load_n(&other->events, __ATOMIC_ACQUIRE);
  uint8_t *at = hs_begin(&self->stream);
  *at++ = HS_KIND_AFTER;
  hs_end(&self->stream, hs_put(hs_put(at, number), events));
}

/* Another thread had the last event at this address: this one comes after it. */
static HS_ALWAYS_INLINE void put_after(struct hs_thread *self, const struct hs_block *block) {
  uint32_t number = block->stream;
  if (HS_UNLIKELY(number != self->number && number >= hs_first_number)) put_edge(self, number);
}

static inline void published(struct hs_thread *self) {
  __atomic_store_n(&self->events, self->events + 1, __ATOMIC_RELEASE);
}

static HS_ALWAYS_INLINE void put_allocation(struct hs_thread *self, uint32_t op, size_t size, void *address,
                                            uint32_t stack) {
  struct hs_stream *stream = &self->stream;
  uint8_t *first = hs_begin(stream), *at = first + 1;
  if (HS_LIKELY(op == HS_OP_MALLOC)) {
    *first = HS_KIND_MALLOC;
    if (size == stream->size)
      *first |= HS_FLAG_SAME_SIZE << HS_STREAM_KIND_BITS;
    else
      at = hs_put(at, stream->size = size);
    at = hs_put_pointer(stream, first, at, address);
    if (stack == stream->stacks[HS_KIND_MALLOC])
      *first |= HS_FLAG_SAME_STACK << HS_STREAM_KIND_BITS;
    else
      at = hs_put_stack(stream, at, HS_KIND_MALLOC, stack);
  } else {
    *first = HS_KIND_ALLOCATE;
    at = hs_put(hs_put(at, op), size);
    at = hs_put_pointer(stream, first, at, address);
    at = hs_put_stack(stream, at, HS_KIND_ALLOCATE, stack);
  }
  hs_end(stream, at);
  published(self);
}

static HS_ALWAYS_INLINE void put_free(struct hs_thread *self, uint32_t kind, void *address, uint32_t stack) {
  struct hs_stream *stream = &self->stream;
  uint8_t *first = hs_begin(stream), *at = first + 1;
  *first = (uint8_t)kind;
  at = hs_put_pointer(stream, first, at, address);
  if (stack == stream->stacks[kind])
    *first |= HS_FLAG_SAME_STACK << HS_STREAM_KIND_BITS;
  else
    at = hs_put_stack(stream, at, kind, stack);
  hs_end(stream, at);
  published(self);
}

static HS_ALWAYS_INLINE void allocation(struct hs_thread *self, uint32_t op, size_t size, void *address,
                                        uint32_t stack) {
  struct hs_block *block = hs_block_make(address);
  if (HS_LIKELY(block != NULL)) {
    put_after(self, block);
    hs_block_set(block, address, size, HS_BLOCK_LIVE, self->number);
  }
  put_allocation(self, op, size, address, stack);
}

static HS_ALWAYS_INLINE void allocated(struct hs_thread *self, uint32_t op, size_t size, void *address,
                                       const void *frame) {
  if (HS_UNLIKELY(!self)) {
    if (address) allocated_unseen(op, size, address);
    return;
  }
  // Often the table's entry is in no cache: it comes while the stack is looked at.
  hs_block_prefetch(address);
  uint32_t stack = hs_stack_of(&self->chain, frame);
  if (HS_LIKELY(address != NULL)) {
    allocation(self, op, size, address, stack);
  } else {
    uint8_t *at = hs_begin(&self->stream);
    *at++ = HS_KIND_ALLOCATE_FAILED;
    at = hs_put(hs_put(at, op), size);
    hs_end(&self->stream, hs_put_stack(&self->stream, at, HS_KIND_ALLOCATE_FAILED, stack));
  }
  hs_leave(self);
}

void hs_allocated(uint32_t op, size_t size, void *address, const void *frame) {
  allocated(hs_enter_for_allocation(), op, size, address, frame);
}

/* A free, or realloc's. False: it is none, and must be left out. */
static HS_ALWAYS_INLINE bool freeing(uint32_t kind, void *address, const void *frame) {
  struct hs_thread *self = hs_enter_for_allocation();
  if (HS_UNLIKELY(!self)) {
    freed_unseen(kind == HS_KIND_FREE ? HS_OP_FREE : HS_OP_REALLOC, address);
    return true;
  }
  hs_block_prefetch(address);
  uint32_t stack = hs_stack_of(&self->chain, frame);
  struct hs_block *block = hs_block_find(address);
  bool goes_on = true;
  if (HS_LIKELY(hs_block_is(block, address, HS_BLOCK_LIVE))) {
    put_after(self, block);
    // Written as one word: the next look at it would wait for the sum of two smaller ones.
    struct hs_block freed = *block;
    freed.state = HS_BLOCK_FREED;
    freed.stream = self->number;
    *block = freed;
    put_free(self, kind, address, stack);
  } else if (hs_block_is(block, address, HS_BLOCK_QUIET)) {
    block->state = HS_BLOCK_NEVER;
  } else {
    goes_on = !hs_misused(self, block, address, frame);
  }
  hs_leave(self);
  return goes_on;
}

bool hs_freeing(void *address, const void *frame) { return freeing(HS_KIND_FREE, address, frame); }

bool hs_reallocating(void *address, const void *frame) { return freeing(HS_KIND_FREE_REALLOC, address, frame); }

void hs_reallocated(uint32_t op, void *address, size_t size, void *moved, const void *frame) {
  // realloc(p, 0) frees.
  if (moved || !address || size == 0) {
    // The wait for a step has been before its free.
    if (moved || !address) allocated(address ? hs_enter() : hs_enter_for_allocation(), op, size, moved, frame);
    return;
  }
  struct hs_block *block = hs_block_find(address);
  struct hs_thread *self = hs_enter();
  // What was not recorded as freed (its state is "never") needs no revival.
  if (block && block->state == HS_BLOCK_FREED) {
    block->state = HS_BLOCK_LIVE;
    if (self) {
      uint8_t *first = hs_begin(&self->stream);
      *first = HS_KIND_REVIVED;
      hs_end(&self->stream, hs_put_pointer(&self->stream, first, first + 1, address));
    }
  }
  if (self) hs_leave(self);
}

void hs_leave_slowly(struct hs_thread *self) {
  while (self->pending_count > 0) {
    uint32_t count = self->pending_count;
    for (uint32_t i = 0; i < count; i++) {
      struct hs_pending event = self->pending[i];
      if (event.op == HS_OP_FREE)
        put_free(self, HS_KIND_FREE, event.address, 0);
      else if (event.op == HS_OP_REALLOC && event.size == 0)
        put_free(self, HS_KIND_FREE_REALLOC, event.address, 0);
      else
        put_allocation(self, event.op, event.size, event.address, 0);
    }
    // What came in between stays, for another turn.
    for (uint32_t i = count; i < self->pending_count; i++) self->pending[i - count] = self->pending[i];
    self->pending_count -= count;
  }
  if (self->pending_lost > 0) {
    hs_put_lost(&self->stream, HS_LOSS_NESTED, self->pending_lost);
    self->pending_lost = 0;
  }
}
