/** Where things lie in an instrumented program's memory; the picture is in wasm/include/heapscope/layout.h, which a test holds equal. */
export const Layout = {
  LIMIT: 0x20000000,
  NULL_PAGE_END: 0x1000,
  RESERVED_BASE: 0x1c000000,
  NODES_BASE: 0x1c000000,
  NODES_MAX: 0x180000,
  NODE_HASH_BASE: 0x1d000000,
  NODE_HASH_SIZE: 0x200000,
  SEEN_BASE: 0x1d800000,
  SEEN_SIZE: 0x80000,
  SLOTS_BASE: 0x1e000000,
  SLOTS_END: 0x1eff0000,
  SLOT_BYTES: 32,
  RING_BASE: 0x1f000000,
  RING_SOFT_END: 0x1f100000,
  RING_SLACK: 0x10000,
  REPORTED_BASE: 0x1f400000,
  REPORTED_SITES: 0x800000,
  ARGUMENTS_BASE: 0x1fe00000,
  RESULTS_BASE: 0x1fe80000,
  STATE_BASE: 0x1fff0000,
  STATE_RING: 0,
  STATE_SLOT: 4,
  STATE_STEPS: 8,
  STATE_STOP_AT: 16,
  STATE_RECORDING: 24,
  STATE_HEAP_BASE: 28,
  STATE_HEAP_TOP: 32,
  STATE_NEXT_ID: 36,
  STATE_NODE_COUNT: 40,
  STATE_STACK_LOW: 44,
  STATE_STACK_HIGH: 48,
  STATE_HEAP_LIMIT: 52,
  STATE_GLOBAL_BASE: 56,
  STATE_REDZONE: 60,
  STATE_QUARANTINE_MAX: 64,
  STATE_PRECISE: 68,
} as const;

/** Offsets in a call slot (struct hs_slot). */
export const Slot = { site: 0, frameBase: 4, isUser: 20 } as const;

export const WASM_PAGE_BYTES = 0x10000;
