/* What an access that goes wrong has met: the kind of the finding, and the block that it was meant for. */
#include "heapscope/state.h"

/* A member of a large object at null; Linux maps nothing below here either. The stack ends there, but hardly any reaches so far. */
#define FAR_NULL_END 0x10000u
/* So many bytes before a block, an address can be taken for one that was meant for it. */
#define NEAR_BEFORE 16u
/* No array's index is so far too low. */
#define FAR_BELOW_STACK 0x10000u

bool hs_in_heap(uint32_t address) { return address >= hs->heap_base && address < hs->heap_limit; }
static bool on_thread_stack(uint32_t address) { return address >= HS_THREADS_BASE && address < HS_THREADS_END; }
bool hs_on_stack(uint32_t address) { return address < hs->stack_high || on_thread_stack(address); }

/* A pointer to a freed block's end, or to what was put before its data, was good as long as the block was. */
static uint32_t heap_kind(struct hs_block block, uint32_t address) {
  if (!block.live && address + NEAR_BEFORE - block.address < block.size + 2 * NEAR_BEFORE) return HS_USE_AFTER_FREE;
  return address < block.address ? HS_HEAP_BUFFER_UNDERFLOW : HS_HEAP_BUFFER_OVERFLOW;
}

/* A block's left neighbour may be nearer than the block whose memory the address is in; libc's own blocks seldom overflow. */
static struct hs_block blame(uint32_t address) {
  struct hs_block before = hs_block_around(address);
  struct hs_block after = hs_block_around((address & ~15u) + 16);
  if (after.address != before.address && after.live && after.address > address) {
    uint32_t past_before = before.address ? address - (before.address + before.size) : UINT32_MAX;
    if (after.address - address <= past_before) return after;
    if (after.address - address <= NEAR_BEFORE && hs_host_is_libcs(before.stack)) return after;
  }
  return before;
}

/* Where no frame has ever been, and further down than a wrong index leads: some number that is no address. */
static bool is_below_stack(uint32_t address, uint8_t shadow) {
  return shadow == HS_UNALLOCATED && address < hs->stack_high &&
         address + FAR_BELOW_STACK < (uint32_t)__builtin_frame_address(0);
}

/* Below all frames in use, only an array's index that is far too low leads to where no function of the program's has left anything. */
static uint32_t stack_kind(uint8_t shadow) {
  if (shadow == HS_AFTER_SCOPE) return HS_USE_AFTER_SCOPE;
  return shadow == HS_AFTER_RETURN ? HS_USE_AFTER_RETURN : HS_STACK_BUFFER_OVERFLOW;
}

uint32_t hs_kind_of(uint32_t address, uint8_t shadow, struct hs_block *block) {
  *block = (struct hs_block){0};
  if (address < HS_NULL_PAGE_END) return HS_NULL_DEREFERENCE;
  /* There a shadow byte may be a part of a number, whatever state it would be elsewhere. */
  if (hs_in_heap(address) && !on_thread_stack(address)) {
    *block = blame(address);
    return block->address ? heap_kind(*block, address) : HS_TRAP;
  }
  if (shadow == HS_UNMAPPED || (shadow == HS_READ_ONLY && address >= hs->heap_base)) return HS_TRAP;
  /* At the stack's end there is such a redzone too, before the first global; other threads' variables lie above their stacks. */
  if (shadow == HS_GLOBAL_REDZONE && address >= hs->stack_high) return HS_GLOBAL_BUFFER_OVERFLOW;
  if (shadow == HS_UNALLOCATED && address < FAR_NULL_END) return HS_NULL_DEREFERENCE;
  if (is_below_stack(address, shadow)) return HS_TRAP;
  if (hs_on_stack(address) && !(on_thread_stack(address) && shadow == HS_UNALLOCATED)) return stack_kind(shadow);
  if (address < hs->heap_base) return shadow == HS_READ_ONLY ? HS_TRAP : HS_GLOBAL_BUFFER_OVERFLOW;
  *block = blame(address);
  return block->address ? heap_kind(*block, address) : HS_TRAP;
}

/* Addresses that have no memory behind them on a real machine either: there the program would die of SIGSEGV. */
bool hs_is_fatal(uint32_t address, uint32_t end, uint32_t kind) {
  if (on_thread_stack(address) && kind != HS_TRAP) return false;
  return kind == HS_NULL_DEREFERENCE || kind == HS_TRAP || address >= hs->heap_top + HS_NEAR_HEAP ||
         end > HS_RESERVED_BASE;
}
