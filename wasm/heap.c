/*
 * The allocator: gives blocks and takes them back, records it, and knows which block an address belongs to. heap.h draws how blocks lie in
 * memory; heap-chunks.c says where.
 */
#include "heapscope/heap.h"
#include "heapscope/hooks.h"

#define LARGEST (HS_RESERVED_BASE - 0x10000u)

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

uint32_t hs_fail_to_allocate(uint32_t op, uint32_t size, int finding) {
  record_allocate(op, 0, 0, size, hs_find_stack());
  if (finding >= 0) hs_record_finding((uint32_t)finding, 0, size, 0, 0);
  return 0;
}

/*
 * Shadow of a new block. A fresh page is written to before it is read: one that is read first costs two faults. So the redzone is written
 * before the payload, from where there is room for it in whole words. Where nothing has been yet (`is_fresh`), no undefined bits are set.
 */
static void mark_block(const struct hs_block *block, uint8_t state, bool is_fresh) {
  uint32_t capacity = hs_capacity(block->size);
  uint8_t *shadow = hs_shadow(block->address);
  uint32_t redzone = capacity - block->size;
  if (redzone < 8) redzone = 8;
  hs_write_header(block, HS_HEAP_HEADER);
  hs_fill(shadow + capacity - redzone, HS_HEAP_REDZONE, redzone);
  hs_fill(shadow, state, block->size);
  if (state == HS_UNDEFINED || !is_fresh) hs_fill_values(block->address, block->size, state == HS_UNDEFINED);
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
  hs_fail_to_allocate(op, size, -1);
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
  if (size > 0x7fffffffu) return hs_fail_to_allocate(op, size, HS_BAD_MALLOC_SIZE);
  if (must_fail()) return fail_on_purpose(op, size);
  uint32_t top = hs->heap_top;
  uint32_t payload = size > LARGEST ? 0 : hs_take_chunk(hs_capacity(size), alignment);
  if (!payload) return hs_fail_to_allocate(op, size, HS_OUT_OF_MEMORY);
  const struct hs_stack *stack = hs_find_stack();
  struct hs_block block = {payload, size, hs->next_id++, stack->node, true};
  hs->live_blocks++;
  mark_block(&block, state, payload >= top);
  record_allocate(op, block.id, payload, size, stack);
  return payload;
}

uint32_t hs_allocate(uint32_t op, uint32_t size, uint32_t alignment) {
  return allocate_as(HS_UNDEFINED, op, size, alignment);
}

uint32_t hs_allocate_zeroed(uint32_t op, uint32_t count, uint32_t size) {
  uint64_t total = (uint64_t)count * size;
  if (total > 0x7fffffffu)
    return hs_fail_to_allocate(op, total > 0xffffffffu ? 0xffffffffu : (uint32_t)total, HS_BAD_MALLOC_SIZE);
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
    if (hs_is_header(hs_marker(granule)) && granule + HS_HEADER <= address) return hs_read_block(granule + HS_HEADER);
  }
  return none;
}

/* Blocks that libc's start-up makes are among the first ones, if the program's constructors don't make many. */
#define FIRST_IDS 16u

/* Arguments and environment: on Linux they lie on the stack, and free() would end the program. */
static bool is_startups(struct hs_block block) {
  return block.id <= FIRST_IDS && !hs_is_programs_stack(block.stack) && is_programs();
}

/* Reports a free of something that can't be freed; true if it was fine. */
static bool check_free(uint32_t address) {
  bool in_heap = address >= hs->heap_base + HS_HEADER && address < hs->heap_top;
  if (in_heap && address % 16 == 0) {
    uint8_t marker = *hs_shadow(address - 1);
    if (marker == HS_HEAP_HEADER) {
      if (!is_startups(hs_read_block(address))) return true;
      hs_record_finding(HS_INVALID_FREE, address, 0, 0, 0);
      return false;
    }
    if (marker == HS_HEAP_HEADER_FREED) {
      hs_record_finding(HS_DOUBLE_FREE, address, 0, 0, hs_read_block(address).id);
      return false;
    }
  }
  struct hs_block block = hs_block_around(address);
  hs_record_finding(HS_INVALID_FREE, address, 0, 0, block.id);
  return false;
}

static void release(uint32_t op, uint32_t address) {
  struct hs_block block = hs_read_block(address);
  uint32_t stack = hs_current_stack();
  uint32_t *record = hs_reserve(6);
  record[0] = op << HS_KIND_BITS | HS_RECORD_FREE;
  record[1] = block.id;
  record[2] = address;
  record[3] = stack;
  record[4] = (uint32_t)hs->steps;
  record[5] = (uint32_t)(hs->steps >> 32);
  hs->live_blocks--;
  hs_write_header(&block, HS_HEAP_HEADER_FREED);
  hs_fill(hs_shadow(address), HS_FREED, block.size < 16 ? 16 : block.size);
  hs_quarantine(address, block.size);
}

uint32_t hs_reallocate(uint32_t op, uint32_t address, uint32_t size) {
  if (!address) return hs_allocate(op, size, 16);
  if (!check_free(address)) return 0;
  if (size == 0) {
    release(op, address);
    return 0;
  }
  uint32_t old_size = hs_read_block(address).size;
  uint32_t payload = hs_allocate(op, size, 16);
  if (!payload) return 0;
  hs_copy((void *)payload, (const void *)address, old_size < size ? old_size : size);
  release(op, address);
  return payload;
}

void hs_free(uint32_t op, uint32_t address) {
  if (check_free(address)) release(op, address);
}

enum hs_block_state hs_block_state(const void *p) {
  uint32_t address = (uint32_t)p;
  if (address < hs->heap_base + HS_HEADER || address >= hs->heap_top || address % 16) return HS_BLOCK_UNKNOWN;
  uint8_t marker = *hs_shadow(address - 1);
  return marker == HS_HEAP_HEADER ? HS_BLOCK_LIVE : marker == HS_HEAP_HEADER_FREED ? HS_BLOCK_FREED : HS_BLOCK_UNKNOWN;
}

struct hs_heap_usage hs_heap_usage(void) {
  struct hs_heap_usage usage = {.arena = hs->heap_top - hs->heap_base};
  for (uint32_t chunk = hs->heap_base; chunk < hs->wilderness;) {
    uint32_t free_bytes = hs_free_chunk_bytes(chunk);
    struct hs_block block = hs_read_block(chunk + HS_HEADER);
    if (!free_bytes && block.live) {
      usage.used += block.size;
      usage.used_blocks++;
    } else {
      usage.free_blocks++;
    }
    chunk += free_bytes ? free_bytes : HS_HEADER + hs_capacity(block.size);
  }
  return usage;
}
