/* Writing records: the fields of heapscope/stream.h, into a ring that is mapped twice in a row, so that none wraps. */
#ifndef HEAPSCOPE_STREAMS_H
#define HEAPSCOPE_STREAMS_H

#include "system.h"

#include "../../wasm/include/heapscope/records.h"
#include <heapscope/stream.h>

struct hs_stream {
  uint64_t head;
  /* While head is at most this, a record of HS_RECORD_ROOM bytes has room. */
  uint64_t limit;
  uint8_t *ring;
  uint64_t mask;
  struct hs_stream_header *header;
  /* The last of each, for the differences. */
  uint64_t pointer;
  uint64_t size;
  uint64_t time;
  uint32_t stacks[1 << HS_STREAM_KIND_BITS];
};

/* More than any record has without its text and lists. */
#define HS_RECORD_ROOM 160

/* Makes the file PID-IMAGE-NUMBER.hs. Gives 0, or -EEXIST, or another -errno. */
int hs_stream_open(struct hs_stream *stream, const char *directory, uint32_t pid, uint32_t image, uint32_t number);
/* What is written from now on goes nowhere. */
void hs_stream_detach(struct hs_stream *stream);
/* Makes room for `bytes`, at most a ring; waits for the drainer. */
void hs_stream_wait(struct hs_stream *stream, uint64_t bytes);

static inline uint8_t *hs_begin(struct hs_stream *stream) {
  if (HS_UNLIKELY(stream->head > stream->limit)) hs_stream_wait(stream, HS_RECORD_ROOM);
  return stream->ring + (stream->head & stream->mask);
}

/* Of a record with `extra` bytes of text or lists. */
static inline uint8_t *hs_begin_long(struct hs_stream *stream, size_t extra) {
  hs_stream_wait(stream, HS_RECORD_ROOM + extra);
  return stream->ring + (stream->head & stream->mask);
}

/* Publishes what stands between hs_begin()'s result and `end`. */
static inline void hs_end(struct hs_stream *stream, const uint8_t *end) {
  stream->head += (uint64_t)(end - (stream->ring + (stream->head & stream->mask)));
  __atomic_store_n(&stream->header->head, stream->head, __ATOMIC_RELEASE);
}

static inline uint8_t *hs_put(uint8_t *at, uint64_t value) {
  while (value >= 0x80) {
    *at++ = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  *at++ = (uint8_t)value;
  return at;
}

static inline uint8_t *hs_put_signed(uint8_t *at, int64_t value) {
  return hs_put(at, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

static inline uint8_t *hs_put_bytes(uint8_t *at, const void *bytes, size_t count) {
  at = hs_put(at, count);
  __builtin_memcpy(at, bytes, count);
  return at + count;
}

/* The pointer field; sets HS_FLAG_ODD in the record's first byte where need be. */
static inline uint8_t *hs_put_pointer(struct hs_stream *stream, uint8_t *first, uint8_t *at, const void *pointer) {
  int64_t difference = (int64_t)((uint64_t)pointer - stream->pointer);
  stream->pointer = (uint64_t)pointer;
  if (HS_LIKELY(difference % 16 == 0)) return hs_put_signed(at, difference / 16);
  *first |= HS_FLAG_ODD << HS_STREAM_KIND_BITS;
  return hs_put_signed(at, difference);
}

static inline uint8_t *hs_put_stack(struct hs_stream *stream, uint8_t *at, uint32_t kind, uint32_t stack) {
  int64_t difference = (int64_t)stack - (int64_t)stream->stacks[kind];
  stream->stacks[kind] = stack;
  return hs_put_signed(at, difference);
}

/* The time, if it is another than the stream's. */
void hs_put_time(struct hs_stream *stream, uint64_t time);
void hs_put_lost(struct hs_stream *stream, uint32_t loss, uint64_t count);

#endif
