/* What the program has mapped itself: roots of leak scans, and shared memory whose changes are recorded. */
#ifndef HEAPSCOPE_MAPPINGS_H
#define HEAPSCOPE_MAPPINGS_H

#include "recorder.h"

enum { HS_MAX_SHARED_BYTES = 65536 };

extern struct hs_lock hs_mappings_lock;

/* `shared`: others may write it. Takes the place of what was mapped there. */
void hs_mapped(uint64_t start, uint64_t bytes, bool shared, bool writable);
void hs_unmapped(uint64_t start, uint64_t bytes);
/* mremap: what it was goes with it. */
void hs_remapped(uint64_t old_start, uint64_t old_bytes, uint64_t start, uint64_t bytes);
/* Forgets the segment that begins at `start` (shmdt). */
void hs_detached(uint64_t start);
/* Calls `visit` with each writable mapping. Only while busy, as what follows. */
void hs_each_mapping(void (*visit)(uint64_t start, uint64_t end, void *context), void *context);
/* Records what has changed in shared mappings since they were last looked at. */
void hs_put_shared_changes(struct hs_thread *self);
/* The same by a thread that isn't busy. */
void hs_look_at_shared(void);

#endif
