/*
 * Leaks as memcheck defines them (its manual, 4.2.8): the rules of src/leaks/reachability.ts, over the real memory.
 *
 * The work is done in a copy of the process, which a raw clone makes: nothing moves there while it looks, and what it
 * writes into the block table is lost with it. Its end sends no signal, and no wait() of the program's sees it.
 */
#include "scan.h"

#include "roots.h"

#include <sys/mman.h>
#include <sys/wait.h>

enum rank { UNREACHED = 0, DEFINITE = 1, INDIRECT = 2, POSSIBLE = 3, REACHABLE = 4 };

static const uint8_t leak_of[] = {[DEFINITE] = HS_LEAK_DEFINITE,
                                  [INDIRECT] = HS_LEAK_INDIRECT,
                                  [POSSIBLE] = HS_LEAK_POSSIBLE,
                                  [REACHABLE] = HS_LEAK_REACHABLE};

enum { CHUNK_BYTES = 65536, MAX_CONTENTS = 65536 };

struct scan {
  struct hs_thread *self;
  /* Ascending. */
  uint64_t *starts;
  uint64_t count, lowest, highest;
  /* Blocks whose words are still to be looked at. */
  uint64_t *work;
  uint64_t work_count;
  struct hs_roots *roots;
  uint64_t chunk[CHUNK_BYTES / 8];
};

static struct hs_block *block_at(uint64_t start) { return hs_block_find((const void *)start); }

static size_t size_of(uint64_t start, const struct hs_block *block) {
  return hs_block_size((const void *)start, block);
}

static enum rank rank_of(const struct hs_block *block) { return block->rank; }

static void count_block(uintptr_t start, struct hs_block *block, void *context) {
  struct scan *scan = context;
  scan->count++;
  scan->highest = start + size_of(start, block);
}

static void list_block(uintptr_t start, struct hs_block *block, void *context) {
  struct scan *scan = context;
  block->rank = UNREACHED;
  scan->starts[scan->count++] = start;
}

/* The start of the block that a word points into, or 0. */
static uint64_t find(const struct scan *scan, uint64_t word, struct hs_block **block) {
  if (word < scan->lowest || word > scan->highest) return 0;
  struct hs_block *entry = hs_block_find((const void *)word);
  if (!entry) return 0;
  if (hs_block_is(entry, (const void *)word, HS_BLOCK_LIVE) || hs_block_is(entry, (const void *)word, HS_BLOCK_QUIET)) {
    *block = entry;
    return word;
  }
  uint64_t low = 0, high = scan->count;
  while (low < high) {
    uint64_t middle = (low + high) / 2;
    if (scan->starts[middle] <= word)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0) return 0;
  uint64_t start = scan->starts[low - 1];
  *block = block_at(start);
  return word - start < size_of(start, *block) ? start : 0;
}

static void push(struct scan *scan, uint64_t start) { scan->work[scan->work_count++] = start; }

/* Reaches a block directly or, through a doubtful pointer somewhere on the way, possibly. */
static void reach(struct scan *scan, uint64_t word, bool doubtful) {
  struct hs_block *block;
  uint64_t start = find(scan, word, &block);
  if (start == 0) return;
  enum rank rank = doubtful || word != start ? POSSIBLE : REACHABLE;
  if (rank_of(block) >= rank) return;
  block->rank = rank;
  push(scan, start);
}

static void scan_words(struct scan *scan, const uint64_t *words, uint64_t count, bool doubtful) {
  for (uint64_t i = 0; i < count; i++)
    if (words[i] >= scan->lowest && words[i] <= scan->highest) reach(scan, words[i], doubtful);
}

/* Memory that may have holes is read by the kernel, page by page where a chunk can't be read whole. */
static void scan_root(struct scan *scan, struct hs_range range) {
  uint64_t step;
  for (uint64_t at = (range.start + 7) & ~7ul; at + 8 <= range.end; at += step) {
    step = range.end - at < CHUNK_BYTES ? (range.end - at) & ~7ul : CHUNK_BYTES;
    if (!hs_peek((const void *)at, scan->chunk, step)) {
      if (step > 4096 - at % 4096) step = 4096 - at % 4096;
      if (!hs_peek((const void *)at, scan->chunk, step)) continue;
    }
    scan_words(scan, scan->chunk, step / 8, false);
  }
}

static const uint64_t *words_of(uint64_t start, const struct hs_block *block, uint64_t *count) {
  uint64_t first = (start + 7) & ~7ul, end = start + size_of(start, block);
  *count = end >= first + 8 ? (end - first) / 8 : 0;
  return (const uint64_t *)first;
}

static void find_reachable(struct scan *scan) {
  for (uint32_t i = 0; i < scan->roots->count; i++) scan_root(scan, scan->roots->ranges[i]);
  scan_words(scan, scan->roots->words, scan->roots->word_count, false);
  while (scan->work_count > 0) {
    uint64_t start = scan->work[--scan->work_count], count;
    const struct hs_block *block = block_at(start);
    const uint64_t *words = words_of(start, block, &count);
    scan_words(scan, words, count, rank_of(block) == POSSIBLE);
  }
}

/* What an unreachable block points to is indirectly lost, also a leader found before. */
static void follow(struct scan *scan, uint64_t word, uint64_t leader) {
  struct hs_block *block;
  uint64_t start = find(scan, word, &block);
  if (start == 0 || start == leader) return;
  if (rank_of(block) == UNREACHED) push(scan, start);
  if (rank_of(block) <= DEFINITE) block->rank = INDIRECT;
}

static void find_lost(struct scan *scan) {
  for (uint64_t i = 0; i < scan->count; i++) {
    uint64_t leader = scan->starts[i];
    if (rank_of(block_at(leader)) != UNREACHED) continue;
    block_at(leader)->rank = DEFINITE;
    push(scan, leader);
    while (scan->work_count > 0) {
      uint64_t start = scan->work[--scan->work_count], count;
      const uint64_t *words = words_of(start, block_at(start), &count);
      for (uint64_t word = 0; word < count; word++)
        if (words[word] >= scan->lowest && words[word] <= scan->highest) follow(scan, words[word], leader);
    }
  }
}

static void put_leak(struct hs_stream *stream, uint64_t start, const struct hs_block *block) {
  uint8_t *first = hs_begin(stream), *at = first;
  *at++ = HS_KIND_LEAK;
  at = hs_put_pointer(stream, first, hs_put(at, leak_of[rank_of(block)]), (const void *)start);
  hs_end(stream, hs_put(at, size_of(start, block)));
}

static void put_contents(struct hs_stream *stream, uint64_t start, uint64_t size) {
  uint64_t most = hs_control->contents < MAX_CONTENTS ? hs_control->contents : MAX_CONTENTS;
  if (most > (stream->mask + 1) / 4) most = (stream->mask + 1) / 4;
  if (size > most) size = most;
  uint8_t *first = hs_begin_long(stream, size);
  *first = HS_KIND_CONTENTS;
  uint8_t *at = hs_put_pointer(stream, first, first + 1, (const void *)start);
  hs_end(stream, hs_put_bytes(at, (const void *)start, size));
}

static void report(struct scan *scan) {
  struct hs_stream *stream = &scan->self->stream;
  uint64_t blocks[4] = {0}, bytes[4] = {0};
  for (uint64_t i = 0; i < scan->count; i++) {
    const struct hs_block *block = block_at(scan->starts[i]);
    if (block->state != HS_BLOCK_LIVE) continue;
    uint8_t leak = leak_of[rank_of(block)];
    blocks[leak]++;
    bytes[leak] += size_of(scan->starts[i], block);
    if (leak != HS_LEAK_REACHABLE) put_leak(stream, scan->starts[i], block);
    if (hs_control->contents > 0) put_contents(stream, scan->starts[i], size_of(scan->starts[i], block));
  }
  uint8_t *at = hs_begin(stream);
  *at++ = HS_KIND_SCANNED;
  for (int kind = 0; kind < 4; kind++) at = hs_put(hs_put(at, blocks[kind]), bytes[kind]);
  hs_end(stream, at);
}

static void run(struct scan *scan) {
  hs_each_block(count_block, scan);
  size_t bytes = (scan->count + 1) * 8;
  scan->starts = hs_map(bytes);
  // A block gets to be possibly reachable once, and reachable once.
  scan->work = hs_map(bytes * 3);
  if (scan->starts && scan->work) {
    scan->count = 0;
    hs_each_block(list_block, scan);
    scan->lowest = scan->count > 0 ? scan->starts[0] : UINT64_MAX;
    find_reachable(scan);
    find_lost(scan);
    report(scan);
  } else
    hs_put_lost(&scan->self->stream, HS_LOSS_NO_MEMORY, 1);
  if (scan->starts) hs_unmap(scan->starts, bytes);
  if (scan->work) hs_unmap(scan->work, bytes * 3);
}

/* What the copy has written is told to the original in the stream's own header. */
static void run_in_copy(struct scan *scan) {
  struct hs_stream *stream = &scan->self->stream;
  struct hs_stream_header *header = stream->header;
  uint64_t mapped = HS_STREAM_HEADER_BYTES + 2 * (stream->mask + 1);
  hs_syscall(SYS_madvise, (long)header, (long)mapped, MADV_DOFORK, 0, 0, 0);
  header->scanned_pointer = stream->pointer;
  long copy = hs_syscall(SYS_clone, 0, 0, 0, 0, 0, 0);
  if (copy == 0) {
    run(scan);
    header->scanned_pointer = stream->pointer;
    hs_syscall(SYS_exit_group, 0, 0, 0, 0, 0, 0);
  }
  hs_syscall(SYS_madvise, (long)header, (long)mapped, MADV_DONTFORK, 0, 0, 0);
  if (hs_failed(copy)) {
    run(scan);
    return;
  }
  int status = 0;
  while (hs_syscall(SYS_wait4, copy, (long)&status, __WALL, 0, 0, 0) == -4 /* EINTR */) {
  }
  stream->head = __atomic_load_n(&header->head, __ATOMIC_ACQUIRE);
  stream->pointer = header->scanned_pointer;
  stream->limit = 0; // where the drainer is by now is looked up at the next record
}

struct hs_lock hs_scan_lock;

void hs_scan(struct hs_thread *self, enum hs_scan_reason reason, const void *from) {
  static uint32_t number;
  if (self->stream.limit == UINT64_MAX) return;
  hs_lock(&hs_scan_lock);
  struct scan *scan = hs_map(sizeof *scan);
  struct hs_roots *roots = hs_map(sizeof *roots);
  if (scan && roots) {
    scan->self = self;
    scan->roots = roots;
    hs_find_roots(roots, (uint64_t)from);
    uint8_t *at = hs_begin(&self->stream);
    *at++ = HS_KIND_SCAN;
    hs_end(&self->stream, hs_put(hs_put(at, ++number), reason));
    run_in_copy(scan);
  }
  if (scan) hs_unmap(scan, sizeof *scan);
  if (roots) hs_unmap(roots, sizeof *roots);
  hs_unlock(&hs_scan_lock);
}
