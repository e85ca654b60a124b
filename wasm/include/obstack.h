/*
 * obstack.h: a stack of objects, the last of which grows at its end, in chunks that the program's own obstack_chunk_alloc gives. As the GNU C
 * library's manual describes it.
 *
 *     chunk:  limit | prev | finished objects ... | growing object | room |
 *                                                 object_base      next_free  chunk_limit
 */
#ifndef HEAPSCOPE_OBSTACK_H
#define HEAPSCOPE_OBSTACK_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _obstack_chunk {
  char *limit;
  struct _obstack_chunk *prev;
  char contents[];
};

struct obstack {
  size_t chunk_size;
  struct _obstack_chunk *chunk;
  char *object_base, *next_free, *chunk_limit;
  size_t alignment_mask;
  void *(*chunkfun)(size_t);
  void (*freefun)(void *);
  /* The chunk may hold a finished object of no bytes at its beginning: it stays when the growing one leaves it. */
  int maybe_empty;
};

extern void (*obstack_alloc_failed_handler)(void);
extern int obstack_exit_failure;

int _obstack_begin(struct obstack *, size_t, size_t, void *(*)(size_t), void (*)(void *));
/* Moves the growing object to where so many bytes more fit. */
void _obstack_newchunk(struct obstack *, size_t);
int _obstack_allocated_p(struct obstack *, void *);
size_t _obstack_memory_used(struct obstack *);
/* Frees the object and all that came after it; of NULL, all chunks. */
void obstack_free(struct obstack *, void *);
int obstack_printf(struct obstack *, const char *, ...) __attribute__((format(printf, 2, 3)));
int obstack_vprintf(struct obstack *, const char *, va_list) __attribute__((format(printf, 2, 0)));

#define obstack_specify_allocation(h, size, alignment, allocate, release)                                              \
  _obstack_begin((h), (size), (alignment), (void *(*)(size_t))(allocate), (void (*)(void *))(release))
#define obstack_begin(h, size) obstack_specify_allocation(h, size, 0, obstack_chunk_alloc, obstack_chunk_free)
#define obstack_init(h) obstack_begin(h, 0)

#define obstack_chunkfun(h, function) ((void)((h)->chunkfun = (void *(*)(size_t))(function)))
#define obstack_freefun(h, function) ((void)((h)->freefun = (void (*)(void *))(function)))
#define obstack_chunk_size(h) ((h)->chunk_size)
#define obstack_alignment_mask(h) ((h)->alignment_mask)
#define obstack_memory_used(h) _obstack_memory_used(h)

static __inline__ void *obstack_base(const struct obstack *h) { return h->object_base; }
static __inline__ void *obstack_next_free(const struct obstack *h) { return h->next_free; }
static __inline__ size_t obstack_object_size(const struct obstack *h) {
  return (size_t)(h->next_free - h->object_base);
}
static __inline__ size_t obstack_room(const struct obstack *h) { return (size_t)(h->chunk_limit - h->next_free); }
static __inline__ char *_obstack_aligned(const struct obstack *h, const char *at) {
  return (char *)(((size_t)at + h->alignment_mask) & ~h->alignment_mask);
}
static __inline__ int obstack_empty_p(const struct obstack *h) {
  return !h->chunk->prev && h->next_free == _obstack_aligned(h, h->chunk->contents);
}

static __inline__ void obstack_make_room(struct obstack *h, size_t size) {
  if (obstack_room(h) < size) _obstack_newchunk(h, size);
}
/* Also takes away, where the size is negative. */
static __inline__ void obstack_blank_fast(struct obstack *h, ptrdiff_t size) { h->next_free += size; }
static __inline__ void obstack_blank(struct obstack *h, ptrdiff_t size) {
  if (size > 0) obstack_make_room(h, (size_t)size);
  obstack_blank_fast(h, size);
}
static __inline__ void obstack_grow(struct obstack *h, const void *data, size_t size) {
  obstack_make_room(h, size);
  memcpy(h->next_free, data, size);
  h->next_free += size;
}
static __inline__ void obstack_1grow_fast(struct obstack *h, char c) { *h->next_free++ = c; }
static __inline__ void obstack_1grow(struct obstack *h, char c) {
  obstack_make_room(h, 1);
  obstack_1grow_fast(h, c);
}
static __inline__ void obstack_grow0(struct obstack *h, const void *data, size_t size) {
  obstack_make_room(h, size + 1);
  obstack_grow(h, data, size);
  obstack_1grow_fast(h, 0);
}
static __inline__ void obstack_ptr_grow_fast(struct obstack *h, const void *pointer) {
  memcpy(h->next_free, &pointer, sizeof pointer);
  h->next_free += sizeof pointer;
}
static __inline__ void obstack_ptr_grow(struct obstack *h, const void *pointer) {
  obstack_make_room(h, sizeof pointer);
  obstack_ptr_grow_fast(h, pointer);
}
static __inline__ void obstack_int_grow_fast(struct obstack *h, int number) {
  memcpy(h->next_free, &number, sizeof number);
  h->next_free += sizeof number;
}
static __inline__ void obstack_int_grow(struct obstack *h, int number) {
  obstack_make_room(h, sizeof number);
  obstack_int_grow_fast(h, number);
}

/* The object stays where it is, and the next one begins behind it. */
static __inline__ void *obstack_finish(struct obstack *h) {
  char *object = h->object_base;
  if (h->next_free == object) h->maybe_empty = 1;
  h->next_free = _obstack_aligned(h, h->next_free);
  if (h->next_free > h->chunk_limit) h->next_free = h->chunk_limit;
  h->object_base = h->next_free;
  return object;
}
static __inline__ void *obstack_alloc(struct obstack *h, size_t size) {
  obstack_blank(h, (ptrdiff_t)size);
  return obstack_finish(h);
}
static __inline__ void *obstack_copy(struct obstack *h, const void *data, size_t size) {
  obstack_grow(h, data, size);
  return obstack_finish(h);
}
static __inline__ void *obstack_copy0(struct obstack *h, const void *data, size_t size) {
  obstack_grow0(h, data, size);
  return obstack_finish(h);
}

#ifdef __cplusplus
}
#endif

#endif
