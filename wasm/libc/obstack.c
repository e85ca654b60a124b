/* obstack.h: how its chunks come and go. */
#include <obstack.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* With what an allocator keeps for itself, a chunk takes a page. */
#define CHUNK_BYTES 4064
#define ALIGNMENT _Alignof(max_align_t)
/* A chunk that is made for an object that grows has room for it to go on growing. */
#define MORE_BYTES 100

int obstack_exit_failure = EXIT_FAILURE;

static void exhausted(void) {
  fprintf(stderr, "memory exhausted\n");
  exit(obstack_exit_failure);
}
void (*obstack_alloc_failed_handler)(void) = exhausted;

static struct _obstack_chunk *make_chunk(struct obstack *h, size_t size) {
  struct _obstack_chunk *chunk = size > PTRDIFF_MAX ? NULL : h->chunkfun(size);
  if (!chunk) {
    obstack_alloc_failed_handler();
    abort();
  }
  chunk->limit = (char *)chunk + size;
  chunk->prev = h->chunk;
  h->chunk = chunk;
  h->chunk_limit = chunk->limit;
  return chunk;
}

int _obstack_begin(struct obstack *h, size_t size, size_t alignment, void *(*allocate)(size_t),
                   void (*release)(void *)) {
  *h = (struct obstack){
      .chunk_size = size ? size : CHUNK_BYTES,
      .alignment_mask = (alignment ? alignment : ALIGNMENT) - 1,
      .chunkfun = allocate,
      .freefun = release,
  };
  h->next_free = h->object_base = _obstack_aligned(h, make_chunk(h, h->chunk_size)->contents);
  return 1;
}

void _obstack_newchunk(struct obstack *h, size_t length) {
  struct _obstack_chunk *old = h->chunk;
  const char *object = h->object_base;
  size_t size = obstack_object_size(h);
  size_t wanted = size + length + h->alignment_mask + (size >> 3) + MORE_BYTES;
  if (wanted < length) wanted = SIZE_MAX;
  char *place = _obstack_aligned(h, make_chunk(h, wanted < h->chunk_size ? h->chunk_size : wanted)->contents);
  memcpy(place, object, size);
  h->object_base = place;
  h->next_free = place + size;
  /* The object was all that the old chunk held. */
  if (!h->maybe_empty && object == _obstack_aligned(h, old->contents)) {
    h->chunk->prev = old->prev;
    h->freefun(old);
  }
  h->maybe_empty = 0;
}

static int holds(const struct _obstack_chunk *chunk, const char *object) {
  return object > (const char *)chunk && object <= chunk->limit;
}

int _obstack_allocated_p(struct obstack *h, void *object) {
  const struct _obstack_chunk *chunk = h->chunk;
  while (chunk && !holds(chunk, object)) chunk = chunk->prev;
  return chunk != NULL;
}

size_t _obstack_memory_used(struct obstack *h) {
  size_t bytes = 0;
  for (const struct _obstack_chunk *chunk = h->chunk; chunk; chunk = chunk->prev)
    bytes += (size_t)(chunk->limit - (const char *)chunk);
  return bytes;
}

void obstack_free(struct obstack *h, void *object) {
  while (h->chunk && !holds(h->chunk, object)) {
    struct _obstack_chunk *gone = h->chunk;
    h->chunk = gone->prev;
    h->freefun(gone);
    /* Whether the one before ends in an object of no bytes isn't known. */
    h->maybe_empty = 1;
  }
  if (h->chunk) {
    h->object_base = h->next_free = object;
    h->chunk_limit = h->chunk->limit;
  } else if (object)
    abort(); /* it is none of this obstack's */
}

int obstack_vprintf(struct obstack *h, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0) return length;
  obstack_make_room(h, (size_t)length + 1);
  vsnprintf(h->next_free, (size_t)length + 1, format, arguments);
  obstack_blank_fast(h, length);
  return length;
}

int obstack_printf(struct obstack *h, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = obstack_vprintf(h, format, arguments);
  va_end(arguments);
  return length;
}
