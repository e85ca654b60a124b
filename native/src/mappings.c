#include "mappings.h"

#include <string.h>

enum { MAX_MAPPINGS = 8192, SAME_BYTES_WITHIN = 8 };

struct mapping {
  uint64_t start, end;
  bool shared, writable;
  uint8_t *copy; /* of a shared one: what was recorded of it */
};

static struct mapping mappings[MAX_MAPPINGS];
static uint32_t count;
struct hs_lock hs_mappings_lock;

static void drop_copy(struct mapping *mapping) {
  if (mapping->copy) hs_unmap(mapping->copy, mapping->end - mapping->start);
  mapping->copy = NULL;
}

static void add(struct mapping mapping) {
  if (mapping.end > mapping.start && count < MAX_MAPPINGS) mappings[count++] = mapping;
}

/* What is left of a mapping is not looked at for changes any more: who unmaps a part has other plans. */
static void cut(uint64_t start, uint64_t end) {
  for (uint32_t i = count; i-- > 0;) {
    struct mapping mapping = mappings[i];
    if (mapping.end <= start || mapping.start >= end) continue;
    drop_copy(&mappings[i]);
    mapping.copy = NULL;
    mappings[i] = mappings[--count];
    struct mapping before = mapping, after = mapping;
    before.end = start;
    after.start = end;
    add(before);
    add(after);
  }
}

/* Who has the lock is busy: no signal handler waits for it. */
static struct hs_thread *begin(void) {
  struct hs_thread *self = hs_enter();
  if (self) hs_lock(&hs_mappings_lock);
  return self;
}

static void leave(struct hs_thread *self) {
  hs_unlock(&hs_mappings_lock);
  hs_leave(self);
}

void hs_mapped(uint64_t start, uint64_t bytes, bool shared, bool writable) {
  uint64_t end = start + ((bytes + 4095) & ~4095ul);
  struct hs_thread *self = begin();
  if (!self) return;
  cut(start, end);
  struct mapping mapping = {start, end, shared, writable, NULL};
  if (shared && end - start <= HS_MAX_SHARED_BYTES) mapping.copy = hs_map(end - start);
  add(mapping);
  leave(self);
}

void hs_unmapped(uint64_t start, uint64_t bytes) {
  struct hs_thread *self = begin();
  if (!self) return;
  cut(start, start + ((bytes + 4095) & ~4095ul));
  leave(self);
}

void hs_remapped(uint64_t old_start, uint64_t old_bytes, uint64_t start, uint64_t bytes) {
  bool shared = false, writable = true;
  for (uint32_t i = 0; i < count; i++) {
    if (old_start < mappings[i].start || old_start >= mappings[i].end) continue;
    shared = mappings[i].shared;
    writable = mappings[i].writable;
  }
  hs_unmapped(old_start, old_bytes);
  hs_mapped(start, bytes, shared, writable);
}

void hs_detached(uint64_t start) {
  struct hs_thread *self = begin();
  if (!self) return;
  for (uint32_t i = 0; i < count; i++)
    if (mappings[i].start == start) cut(start, mappings[i].end);
  leave(self);
}

void hs_each_mapping(void (*visit)(uint64_t, uint64_t, void *), void *context) {
  hs_lock(&hs_mappings_lock);
  for (uint32_t i = 0; i < count; i++)
    if (mappings[i].writable) visit(mappings[i].start, mappings[i].end, context);
  hs_unlock(&hs_mappings_lock);
}

static void put_bytes(struct hs_thread *self, uint64_t address, const uint8_t *bytes, size_t size) {
  uint8_t *at = hs_begin_long(&self->stream, size);
  *at++ = HS_KIND_SHARED_BYTES;
  hs_end(&self->stream, hs_put_bytes(hs_put(at, address), bytes, size));
}

/* Runs of changed bytes; a few that are the same in between are told with them. */
static void put_changes(struct hs_thread *self, const struct mapping *mapping, uint8_t *now) {
  size_t size = mapping->end - mapping->start;
  for (size_t at = 0; at < size;) {
    if (memcmp(now + at, mapping->copy + at, 8) == 0) {
      at += 8;
      continue;
    }
    while (now[at] == mapping->copy[at]) at++;
    size_t start = at, end = at;
    for (; at < size && at - end <= SAME_BYTES_WITHIN; at++)
      if (now[at] != mapping->copy[at]) end = at + 1;
    memcpy(mapping->copy + start, now + start, end - start);
    put_bytes(self, mapping->start + start, now + start, end - start);
    at = (end + 7) & ~7ul;
    // The rest of the word may differ where its beginning was told.
    if (at > end && memcmp(now + end, mapping->copy + end, at - end) != 0) at -= 8;
  }
}

void hs_look_at_shared(void) {
  struct hs_thread *self = hs_enter();
  if (!self) return;
  hs_put_shared_changes(self);
  hs_leave(self);
}

void hs_put_shared_changes(struct hs_thread *self) {
  static uint8_t now[HS_MAX_SHARED_BYTES];
  hs_lock(&hs_mappings_lock);
  for (uint32_t i = 0; i < count; i++) {
    const struct mapping *mapping = &mappings[i];
    // Read by the kernel: the file behind it may have become shorter, and no program dies of our look.
    if (mapping->copy && hs_peek((const void *)mapping->start, now, mapping->end - mapping->start))
      put_changes(self, mapping, now);
  }
  hs_unlock(&hs_mappings_lock);
}
