/*
 * What happens to streams at exit(), in the place of wasi-libc's: as there they are written out, and what was read ahead is given back. Then, as
 * under glibc, a stream lets go of the buffer that setvbuf() gave it: if nobody else has a pointer to that block, it is lost.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* musl's FILE, as far as it is looked at. */
struct stream {
  unsigned flags;
  uint8_t *read_at, *read_end;
  int (*close)(FILE *);
  uint8_t *write_end, *write_at, *write_from;
  size_t (*read)(FILE *, unsigned char *, size_t);
  size_t (*write)(FILE *, const unsigned char *, size_t);
  long long (*seek)(FILE *, long long, int);
  uint8_t *buffer;
  size_t buffer_size;
  struct stream *previous, *next;
};
_Static_assert(offsetof(struct stream, buffer) == 40 && offsetof(struct stream, next) == 52, "as in musl");

#define HAS_GIVEN_BUFFER 64

struct stream **__ofl_lock(void);
void __stdio_exit(void);
void __stdio_exit_needed(void);

/* The standard streams, where something in the program uses them. */
static struct stream *const none = NULL;
__attribute__((weak, alias("none"))) extern struct stream *volatile __stdin_used;
__attribute__((weak, alias("none"))) extern struct stream *volatile __stdout_used;
__attribute__((weak, alias("none"))) extern struct stream *volatile __stderr_used;

static void finish(struct stream *stream) {
  if (!stream) return;
  FILE *file = (FILE *)stream;
  if (stream->write_at != stream->write_from) stream->write(file, NULL, 0);
  if (stream->read_at != stream->read_end) stream->seek(file, stream->read_at - stream->read_end, SEEK_CUR);
  if (!(stream->flags & HAS_GIVEN_BUFFER)) return;
  stream->read_at = stream->read_end = stream->write_at = stream->write_from = stream->write_end = NULL;
  stream->buffer = NULL;
  stream->buffer_size = 0;
}

void __stdio_exit(void) {
  for (struct stream *stream = *__ofl_lock(); stream; stream = stream->next) finish(stream);
  finish(__stdin_used);
  finish(__stdout_used);
  finish(__stderr_used);
}
void __stdio_exit_needed(void) { __stdio_exit(); }
