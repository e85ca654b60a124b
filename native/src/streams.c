#include "streams.h"

#include "recorder.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { DRAINER_LOOK_EVERY = 64, WAIT_DOUBLINGS = 4, EINVAL_ = 22, EFBIG_ = 27, EOPNOTSUPP_ = 95 };
/* Some milliseconds of a program that does nothing but allocate. Each of its pages costs a short run as much as fifty events. */
#define USUAL_RING_BYTES (1u << 18)
#define LEAST_RING_BYTES (1u << 16)
/* Of stream 0, which has little to say. */
#define PROCESS_RING_BYTES LEAST_RING_BYTES
#define WAIT_NANOSECONDS 50000u
#define WAIT_AT_MOST_NANOSECONDS 10000000000u
/* Records with much text are the largest; they must fit. */
#define SCRATCH_BYTES (1u << 20)

/* Where detached streams write. It stays untouched, and so costs nothing, until there is one. */
static uint8_t scratch[SCRATCH_BYTES];
static struct hs_stream_header scratch_header;

static uint64_t ring_bytes_asked(void) {
  uint64_t asked = hs_control->ring_bytes;
  return asked >= LEAST_RING_BYTES && (asked & (asked - 1)) == 0 ? asked : USUAL_RING_BYTES;
}

/* The file's header and its ring, and the ring once more behind itself. */
static void *map_twice(int file, uint64_t ring_bytes) {
  uint64_t once = HS_STREAM_HEADER_BYTES + ring_bytes;
  long at =
      hs_syscall(SYS_mmap, 0, (long)(once + ring_bytes), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (hs_failed(at)) return NULL;
  long first = hs_syscall(SYS_mmap, at, (long)once, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
  long second = hs_syscall(SYS_mmap, at + (long)once, (long)ring_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                           file, HS_STREAM_HEADER_BYTES);
  if (hs_failed(first) || hs_failed(second)) {
    hs_unmap((void *)at, once + ring_bytes);
    return NULL;
  }
  // A child must not write what its parent writes.
  hs_syscall(SYS_madvise, at, (long)(once + ring_bytes), MADV_DONTFORK, 0, 0, 0);
  return (void *)at;
}

/* How long a file may be: beyond, the kernel would end the program by SIGXFSZ. */
static uint64_t longest_file(void) {
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  hs_syscall(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, (long)&limit, 0, 0);
  return limit.rlim_cur;
}

int hs_stream_open(struct hs_stream *stream, const char *directory, uint32_t pid, uint32_t image, uint32_t number) {
  // One at a time, under a lock; too large for a small stack.
  static char path[4200];
  char *at = hs_add_text(path, directory);
  at = hs_add_number(hs_add_text(at, "/"), pid);
  at = hs_add_number(hs_add_text(at, "-"), image);
  at = hs_add_number(hs_add_text(at, "-"), number);
  hs_add_text(at, ".hs");
  uint64_t ring_bytes = ring_bytes_asked(), longest = longest_file();
  if (number == 0 && ring_bytes > PROCESS_RING_BYTES) ring_bytes = PROCESS_RING_BYTES;
  while (HS_STREAM_HEADER_BYTES + ring_bytes > longest && ring_bytes > LEAST_RING_BYTES) ring_bytes /= 2;
  if (HS_STREAM_HEADER_BYTES + ring_bytes > longest) return -EFBIG_;
  int file = hs_open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
  if (file < 0) return file;
  // Whatever the program's umask is, the drainer must be able to open it.
  hs_syscall(SYS_fchmod, file, 0600, 0, 0, 0, 0);
  // Without it, a full disk would be a SIGBUS at some later event.
  long result = hs_syscall(SYS_fallocate, file, 0, 0, (long)(HS_STREAM_HEADER_BYTES + ring_bytes), 0, 0);
  if (result == -EOPNOTSUPP_)
    result = hs_syscall(SYS_ftruncate, file, (long)(HS_STREAM_HEADER_BYTES + ring_bytes), 0, 0, 0, 0);
  uint8_t *map = hs_failed(result) ? NULL : map_twice(file, ring_bytes);
  hs_close(file);
  if (!map) return hs_failed(result) ? (int)result : -EINVAL_;
  memset(stream, 0, sizeof *stream);
  stream->header = (struct hs_stream_header *)map;
  stream->ring = map + HS_STREAM_HEADER_BYTES;
  stream->mask = ring_bytes - 1;
  stream->limit = ring_bytes - HS_RECORD_ROOM;
  struct hs_stream_header header = {.version = HS_STREAM_VERSION,
                                    .ring_bytes = (uint32_t)ring_bytes,
                                    .pid = pid,
                                    .image = image,
                                    .stream = number,
                                    .started = hs_process_started};
  *stream->header = header;
  __atomic_store_n(&stream->header->magic, HS_STREAM_MAGIC, __ATOMIC_RELEASE);
  return 0;
}

void hs_stream_detach(struct hs_stream *stream) {
  stream->ring = scratch;
  stream->mask = 0;
  stream->limit = UINT64_MAX;
  stream->header = &scratch_header;
}

void hs_stream_wait(struct hs_stream *stream, uint64_t bytes) {
  uint64_t tail = 0, since = 0;
  if (stream->limit == UINT64_MAX) return;
  for (uint32_t tries = 0;; tries++) {
    uint64_t seen = __atomic_load_n(&stream->header->tail, __ATOMIC_ACQUIRE);
    if (stream->head + bytes <= seen + stream->mask + 1) {
      stream->limit = seen + stream->mask + 1 - HS_RECORD_ROOM;
      return;
    }
    if (hs_state_now() == HS_OFF) {
      hs_stream_detach(stream);
      return;
    }
    if (tries % DRAINER_LOOK_EVERY == 0) {
      uint64_t now = hs_nanoseconds();
      if (tries == 0 || seen != tail) since = now;
      tail = seen;
      bool gone = !hs_exists(hs_control->drainer) || now - since > WAIT_AT_MOST_NANOSECONDS;
      if (gone || bytes > stream->mask) {
        hs_stop(HS_LOSS_NO_DRAINER);
        continue;
      }
    }
    // A drainer that is far behind needs the processor more than this one.
    hs_sleep(WAIT_NANOSECONDS << (tries < WAIT_DOUBLINGS ? tries : WAIT_DOUBLINGS));
  }
}

void hs_put_time(struct hs_stream *stream, uint64_t time) {
  if (time <= stream->time) return;
  uint8_t *first = hs_begin(stream), *at = first;
  *at++ = HS_KIND_TIME;
  at = hs_put(at, time - stream->time);
  stream->time = time;
  hs_end(stream, at);
}

void hs_put_lost(struct hs_stream *stream, uint32_t loss, uint64_t count) {
  uint8_t *at = hs_begin(stream);
  *at++ = HS_KIND_LOST;
  at = hs_put(hs_put(at, loss), count);
  hs_end(stream, at);
}
