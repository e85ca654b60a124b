/*
 * The allocator. Its bookkeeping lies in shadow memory, where no program can reach it:
 *
 *     program:  | 16 bytes: header redzone | payload, rounded up to 16 | trailing redzone (large blocks) | next header ...
 *     shadow:   | size, id, stack, marker  |  ff/fe per byte, then 04  |   04                            |
 *
 * A freed block keeps its header (marker "freed") and waits in a quarantine, a list through the shadow of its payload, so that
 * its address isn't given out again while dangling pointers to it may be about. Blocks that leave it go to a bin by size.
 */
#include "heapscope/hooks.h"
#include "heapscope/state.h"

#define HEADER 16u
#define MARKER 15u
#define LARGEST (HS_RESERVED_BASE - 0x10000u)

#define SMALL_CLASSES 64u /* of 16 bytes each */

/* Six bits of data a byte, in bits 1 to 6, so that neither bit 0 nor bit 7 is set: 30 bits in five bytes. */
static uint64_t spread(uint32_t value) {
  uint64_t v = value;
  return (v & 0x3f) << 1 | (v & 0xfc0) << 3 | (v & 0x3f000) << 5 | (v & 0xfc0000) << 7 | (v & 0x3f000000) << 9;
}
static uint32_t gather(uint64_t bytes) {
  return (uint32_t)((bytes >> 1 & 0x3f) | (bytes >> 3 & 0xfc0) | (bytes >> 5 & 0x3f000) | (bytes >> 7 & 0xfc0000) |
                    (bytes >> 9 & 0x3f000000));
}

/*
 * A header's sixteen bytes. src/run/live-blocks.ts reads them too.
 *
 *     0     4 5     7 8        12   15
 *     | size | stack . | id    |stack| marker
 */
#define STACK_LOW_BITS 18

static uint8_t *header_of(uint32_t payload) { return hs_shadow(payload - HEADER); }

static void write_header(const struct hs_block *block, uint8_t marker) {
  uint8_t *header = header_of(block->address);
  uint32_t high = block->stack >> STACK_LOW_BITS;
  hs_store64(header, spread(block->size) | spread(block->stack) << 40);
  hs_store64(header + 8, spread(block->id) | (uint64_t)(high << 1) << 40 | (uint64_t)marker << 56);
}

static struct hs_block read_block(uint32_t payload) {
  const uint8_t *header = header_of(payload);
  uint64_t low = hs_load64(header), high = hs_load64(header + 8);
  uint32_t stack = gather(low >> 40) | (uint32_t)(high >> 41 & 0x3f) << STACK_LOW_BITS;
  return (struct hs_block){payload, gather(low), gather(high), stack, high >> 56 == HS_HEAP_HEADER};
}

static bool is_header_marker(uint8_t shadow) { return shadow == HS_HEAP_HEADER || shadow == HS_HEAP_HEADER_FREED; }

/* The trailing redzone grows with the block, so that a far overflow still lands in it. */
static uint32_t trailing_redzone(uint32_t size) {
  uint32_t wanted = size <= 48      ? 0
                    : size <= 96    ? 16
                    : size < 448    ? 48
                    : size < 4096   ? 128
                    : size <= 32256 ? 512
                    : size <= 64512 ? 1024
                                    : 2048;
  uint32_t least = hs->redzone > HEADER ? hs->redzone - HEADER : 0;
  return wanted > least ? wanted : least;
}

/* Rounds a capacity up to its size class. */
static uint32_t size_class(uint32_t *capacity) {
  uint32_t n = *capacity;
  if (n <= SMALL_CLASSES * 16) {
    *capacity = (n + 15) & ~15u;
    return *capacity / 16 - 1;
  }
  uint32_t shift = 31 - (uint32_t)__builtin_clz(n - 1) - 3; /* eight classes per doubling */
  uint32_t step = 1u << shift;
  *capacity = (n + step - 1) & ~(step - 1);
  return SMALL_CLASSES + (shift - 7) * 8 + (*capacity >> shift) - 8;
}

static uint32_t capacity_for(uint32_t size) {
  uint32_t n = size + trailing_redzone(size);
  return n < 16 ? 16 : n;
}

/* A list through the shadow of freed blocks' first bytes; the mark that they are freed stays in what it doesn't need. */
static uint32_t next_in_list(uint32_t payload) { return gather(hs_load64(hs_shadow(payload))); }
static void set_next_in_list(uint32_t payload, uint32_t next) {
  hs_store64(hs_shadow(payload), spread(next) | HS_FREED * 0x0101010000000000ull);
}

static void put_in_bin(uint32_t payload, uint32_t size) {
  uint32_t capacity = capacity_for(size);
  uint32_t bin = size_class(&capacity);
  set_next_in_list(payload, hs->bins[bin]);
  hs->bins[bin] = payload;
}

static void release_oldest(void) {
  uint32_t payload = hs->quarantine_head;
  hs->quarantine_head = next_in_list(payload);
  if (hs->quarantine_head == 0) hs->quarantine_tail = 0;
  uint32_t size = read_block(payload).size;
  hs->quarantine_bytes -= size + HEADER;
  put_in_bin(payload, size);
}

static void quarantine(uint32_t payload, uint32_t size) {
  set_next_in_list(payload, 0);
  if (hs->quarantine_tail)
    set_next_in_list(hs->quarantine_tail, payload);
  else
    hs->quarantine_head = payload;
  hs->quarantine_tail = payload;
  hs->quarantine_bytes += size + HEADER;
  while (hs->quarantine_bytes > hs->quarantine_max && hs->quarantine_head) release_oldest();
}

/* Fresh memory; the gap that a large alignment leaves stays unallocated. 0: none left. */
static uint32_t take_fresh(uint32_t capacity, uint32_t alignment) {
  uint64_t payload = ((uint64_t)hs->heap_top + HEADER + alignment - 1) & ~(uint64_t)(alignment - 1);
  if (payload + capacity + HEADER > hs->heap_limit) return 0;
  hs->heap_top = (uint32_t)payload + capacity;
  return (uint32_t)payload;
}

static uint32_t take_from_bin(uint32_t bin) {
  uint32_t payload = hs->bins[bin];
  if (payload) hs->bins[bin] = next_in_list(payload);
  return payload;
}

static uint32_t take(uint32_t size, uint32_t alignment) {
  uint32_t capacity = capacity_for(size);
  uint32_t bin = size_class(&capacity);
  if (alignment > 16) return take_fresh(capacity, alignment);
  uint32_t payload = take_from_bin(bin);
  if (!payload) payload = take_fresh(capacity, 16);
  while (!payload && hs->quarantine_head) {
    release_oldest();
    payload = take_from_bin(bin);
  }
  return payload;
}

static void record_allocate(uint32_t op, uint32_t id, uint32_t address, uint32_t size, const struct hs_stack *stack) {
  uint32_t *record = hs_reserve(7);
  if (stack->is_libcs) op |= HS_ALLOCATION_BY_LIBC;
  record[0] = op << HS_KIND_BITS | HS_RECORD_ALLOCATE;
  record[1] = id;
  record[2] = address;
  record[3] = size;
  record[4] = stack->node;
  record[5] = (uint32_t)hs->steps;
  record[6] = (uint32_t)(hs->steps >> 32);
}

static uint32_t fail(uint32_t op, uint32_t size, int finding) {
  record_allocate(op, 0, 0, size, hs_find_stack());
  if (finding >= 0) hs_record_finding((uint32_t)finding, 0, size, 0, 0);
  return 0;
}

/* Shadow of a new block. */
static void mark_block(const struct hs_block *block, uint8_t state) {
  uint32_t capacity = capacity_for(block->size);
  size_class(&capacity);
  uint8_t *shadow = hs_shadow(block->address);
  hs_fill(shadow, state, block->size);
  hs_fill_values(block->address, block->size, state == HS_UNDEFINED);
  hs_fill(shadow + block->size, HS_HEAP_REDZONE, capacity - block->size);
  write_header(block, HS_HEAP_HEADER);
}

/* Whether a function of the program's own is among the callers: what libc's start-up allocates is not the program's doing. */
static bool is_programs(void) {
  for (struct hs_slot *slot = hs_current_slot(); slot >= (struct hs_slot *)HS_SLOTS_BASE; slot--)
    if (slot->site >= hs->user_sites && slot->site < hs->user_sites_end) return true;
  return false;
}

/* A number without pattern for the attempt: the same for the same seed. */
static uint32_t scatter(uint32_t n) {
  n = (n ^ n >> 16) * 0x7feb352du;
  n = (n ^ n >> 15) * 0x846ca68bu;
  return n ^ n >> 16;
}

/* Whether the host wants this attempt to fail, so that the program shows what it does then. */
static bool must_fail(void) {
  if ((!hs->fail_at && !hs->fail_one_in) || !is_programs()) return false;
  hs->attempts++;
  if (hs->attempts == hs->fail_at) return true;
  return hs->fail_one_in && scatter(hs->attempts + scatter(hs->fail_seed)) % hs->fail_one_in == 0;
}

static uint32_t fail_on_purpose(uint32_t op, uint32_t size) {
  fail(op, size, -1);
  uint32_t stack = hs_current_stack();
  uint32_t *record = hs_reserve(7);
  record[0] = HS_DETAIL_INJECTED_FAILURE << HS_KIND_BITS | HS_RECORD_DETAIL;
  record[1] = 20;
  record[2] = hs->attempts;
  record[3] = size;
  record[4] = stack;
  record[5] = (uint32_t)hs->steps;
  record[6] = (uint32_t)(hs->steps >> 32);
  return 0;
}

/* Gives a block whose bytes are in this state; 0: none. */
static uint32_t allocate_as(uint8_t state, uint32_t op, uint32_t size, uint32_t alignment) {
  if (size > 0x7fffffffu) return fail(op, size, HS_BAD_MALLOC_SIZE);
  if (must_fail()) return fail_on_purpose(op, size);
  uint32_t payload = size > LARGEST ? 0 : take(size, alignment);
  if (!payload) return fail(op, size, HS_OUT_OF_MEMORY);
  const struct hs_stack *stack = hs_find_stack();
  struct hs_block block = {payload, size, hs->next_id++, stack->node, true};
  mark_block(&block, state);
  record_allocate(op, block.id, payload, size, stack);
  return payload;
}

static uint32_t allocate(uint32_t op, uint32_t size, uint32_t alignment) {
  return allocate_as(HS_UNDEFINED, op, size, alignment);
}

static uint32_t allocate_zeroed(uint32_t op, uint32_t count, uint32_t size) {
  uint64_t total = (uint64_t)count * size;
  if (total > 0x7fffffffu) return fail(op, total > 0xffffffffu ? 0xffffffffu : (uint32_t)total, HS_BAD_MALLOC_SIZE);
  uint32_t payload = allocate_as(HS_DEFINED, op, (uint32_t)total, 16);
  if (!payload) return 0;
  hs_record_fill(0, payload, 0, (uint32_t)total);
  hs_raw_fill(payload, 0, (uint32_t)total);
  hs_record_shadow(HS_DEFINED, payload, (uint32_t)total);
  return payload;
}

struct hs_block hs_block_around(uint32_t address) {
  struct hs_block none = {0};
  if (address < hs->heap_base || address >= hs->heap_top + HS_NEAR_HEAP || address >= HS_RESERVED_BASE) return none;
  /* An address in a header belongs to the block that follows, unless the block before reaches up to it. */
  uint32_t start = address < hs->heap_top ? address : hs->heap_top;
  for (uint32_t granule = start & ~15u; granule >= hs->heap_base; granule -= 16) {
    if (is_header_marker(*hs_shadow(granule + MARKER)) && granule + HEADER <= address)
      return read_block(granule + HEADER);
  }
  return none;
}

/* Reports a free of something that can't be freed; true if it was fine. */
static bool check_free(uint32_t address) {
  bool in_heap = address >= hs->heap_base + HEADER && address < hs->heap_top;
  if (in_heap && address % 16 == 0) {
    uint8_t marker = *hs_shadow(address - 1);
    if (marker == HS_HEAP_HEADER) return true;
    if (marker == HS_HEAP_HEADER_FREED) {
      hs_record_finding(HS_DOUBLE_FREE, address, 0, 0, read_block(address).id);
      return false;
    }
  }
  struct hs_block block = hs_block_around(address);
  hs_record_finding(HS_INVALID_FREE, address, 0, 0, block.id);
  return false;
}

static void release(uint32_t op, uint32_t address) {
  struct hs_block block = read_block(address);
  uint32_t stack = hs_current_stack();
  uint32_t *record = hs_reserve(6);
  record[0] = op << HS_KIND_BITS | HS_RECORD_FREE;
  record[1] = block.id;
  record[2] = address;
  record[3] = stack;
  record[4] = (uint32_t)hs->steps;
  record[5] = (uint32_t)(hs->steps >> 32);
  write_header(&block, HS_HEAP_HEADER_FREED);
  hs_fill(hs_shadow(address), HS_FREED, block.size < 16 ? 16 : block.size);
  quarantine(address, block.size);
}

static uint32_t reallocate(uint32_t op, uint32_t address, uint32_t size) {
  if (!address) return allocate(op, size, 16);
  if (!check_free(address)) return 0;
  if (size == 0) {
    release(op, address);
    return 0;
  }
  uint32_t old_size = read_block(address).size;
  uint32_t payload = allocate(op, size, 16);
  if (!payload) return 0;
  hs_copy((void *)payload, (const void *)address, old_size < size ? old_size : size);
  release(op, address);
  return payload;
}

/*
 * libc's entry points. All but the __libc_ ones are weak: a program may define its own family over them, as on Linux.
 */
#define WEAK __attribute__((weak))
#define ENOMEM_ERROR 48 /* wasi-libc's ENOMEM and EINVAL */
#define EINVAL_ERROR 28
#define LINUX_ENOMEM 12 /* for the program: see libc/errno.c */
#define LINUX_EINVAL 22
extern _Thread_local int errno;

static void *result(uint32_t payload) {
  if (!payload) errno = ENOMEM_ERROR;
  return (void *)payload;
}

static bool is_power_of_two(size_t n) { return n != 0 && (n & (n - 1)) == 0; }

static void *aligned(uint32_t op, size_t alignment, size_t size) {
  if (!is_power_of_two(alignment)) {
    errno = EINVAL_ERROR;
    return NULL;
  }
  return result(allocate(op, size, alignment < 16 ? 16 : alignment));
}

void *__libc_malloc(size_t size) { return result(allocate(HS_OP_MALLOC, size, 16)); }
void *__libc_calloc(size_t count, size_t size) { return result(allocate_zeroed(HS_OP_CALLOC, count, size)); }
void *__libc_realloc(void *p, size_t size) {
  uint32_t payload = reallocate(HS_OP_REALLOC, (uint32_t)p, size);
  return size == 0 ? (void *)payload : result(payload);
}
void *__libc_memalign(size_t alignment, size_t size) { return aligned(HS_OP_MEMALIGN, alignment, size); }
void __libc_free(void *p) {
  if (p && check_free((uint32_t)p)) release(HS_OP_FREE, (uint32_t)p);
}

/* Tells mtrace, and hands the block on. */
static void *observed(void *old, void *block, size_t size) {
  if (hs_heap_observer) hs_observe(old, block, size);
  return block;
}

WEAK void *malloc(size_t size) {
  if (__malloc_hook) return hs_hooked_malloc(size);
  return observed(NULL, __libc_malloc(size), size);
}
WEAK void *calloc(size_t count, size_t size) {
  if (!__malloc_hook) return observed(NULL, __libc_calloc(count, size), count * size);
  uint64_t total = (uint64_t)count * size;
  void *p = total > 0x7fffffffu ? NULL : hs_hooked_malloc((size_t)total);
  if (p) hs_set(p, 0, (uint32_t)total);
  return p;
}
WEAK void *realloc(void *p, size_t size) {
  if (__realloc_hook) return hs_hooked_realloc(p, size);
  void *block = __libc_realloc(p, size);
  /* A size of 0 frees. */
  if (p && size == 0) return observed(p, NULL, 0);
  return observed(p, block, size);
}
WEAK void free(void *p) {
  if (__free_hook) {
    hs_hooked_free(p);
  } else {
    if (p) observed(p, NULL, 0);
    __libc_free(p);
  }
}
/* glibc's old name of free. */
WEAK void cfree(void *p) { free(p); }
WEAK void *reallocarray(void *p, size_t count, size_t size) {
  uint64_t total = (uint64_t)count * size;
  if (total > 0x7fffffffu) return result(fail(HS_OP_REALLOCARRAY, 0xffffffffu, HS_BAD_MALLOC_SIZE));
  return observed(p, result(reallocate(HS_OP_REALLOCARRAY, (uint32_t)p, (uint32_t)total)), (size_t)total);
}
static void *hooked_aligned(uint32_t op, size_t alignment, size_t size) {
  if (__memalign_hook) return hs_hooked_memalign(alignment, size);
  return observed(NULL, aligned(op, alignment, size), size);
}
WEAK void *aligned_alloc(size_t alignment, size_t size) { return hooked_aligned(HS_OP_ALIGNED_ALLOC, alignment, size); }
WEAK void *memalign(size_t alignment, size_t size) { return hooked_aligned(HS_OP_MEMALIGN, alignment, size); }
WEAK void *valloc(size_t size) { return hooked_aligned(HS_OP_VALLOC, 4096, size); }
WEAK void *pvalloc(size_t size) { return hooked_aligned(HS_OP_PVALLOC, 4096, (size + 4095) & ~(size_t)4095); }
WEAK int posix_memalign(void **out, size_t alignment, size_t size) {
  if (!is_power_of_two(alignment) || alignment % sizeof(void *)) return LINUX_EINVAL;
  void *block = __memalign_hook ? hs_hooked_memalign(alignment, size)
                                : (void *)allocate(HS_OP_POSIX_MEMALIGN, size, alignment < 16 ? 16 : alignment);
  if (!block) return LINUX_ENOMEM;
  if (!__memalign_hook) observed(NULL, block, size);
  hs_copy(out, &block, sizeof block);
  return 0;
}
WEAK size_t malloc_usable_size(void *p) { return p ? read_block((uint32_t)p).size : 0; }

enum hs_block_state hs_block_state(const void *p) {
  uint32_t address = (uint32_t)p;
  if (address < hs->heap_base + HEADER || address >= hs->heap_top || address % 16) return HS_BLOCK_UNKNOWN;
  uint8_t marker = *hs_shadow(address - 1);
  return marker == HS_HEAP_HEADER ? HS_BLOCK_LIVE : marker == HS_HEAP_HEADER_FREED ? HS_BLOCK_FREED : HS_BLOCK_UNKNOWN;
}

struct hs_heap_usage hs_heap_usage(void) {
  struct hs_heap_usage usage = {.arena = hs->heap_top - hs->heap_base};
  for (uint32_t granule = hs->heap_base; granule < hs->heap_top; granule += 16) {
    if (!is_header_marker(*hs_shadow(granule + MARKER))) continue;
    struct hs_block block = read_block(granule + HEADER);
    if (block.live) {
      usage.used += block.size;
      usage.used_blocks++;
    } else {
      usage.free_blocks++;
    }
    granule += block.size & ~15u;
  }
  return usage;
}
