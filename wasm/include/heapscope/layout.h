/*
 * Where things lie in the linear memory of an instrumented program. src/instrument/memory-layout.ts says the same; a test
 * holds the two equal.
 *
 *     0 ........ null page ........ stack (grows down) ... globals ... heap ->      reserved      | shadow of all that
 *     |              |                                                     |  state, ring, stacks |
 *     0          NULL_PAGE_END                                      RESERVED_BASE             LIMIT          2 * LIMIT
 *
 * The precise density adds a third plane of LIMIT bytes: the undefined bits of every byte.
 *
 * The memory is otherwise exactly 2 * LIMIT bytes: the shadow check of an address >= LIMIT runs off its end and traps by itself.
 * The reserved region's shadow is never addressable, so no checked access reaches it.
 */
#ifndef HEAPSCOPE_LAYOUT_H
#define HEAPSCOPE_LAYOUT_H

#define HS_LIMIT 0x20000000u
#define HS_NULL_PAGE_END 0x1000u
/* Stacks of threads, in programs that make some. */
#define HS_THREADS_BASE 0x10000000u
#define HS_THREADS_END 0x18000000u
#define HS_RESERVED_BASE 0x1c000000u
/* Interned call stacks: nodes (parent, site), then their hash table. */
#define HS_NODES_BASE 0x1c000000u
#define HS_NODES_MAX 0x180000u
#define HS_NODE_HASH_BASE 0x1d000000u
/* Entries at most, and at first. */
#define HS_NODE_HASH_SIZE 0x200000u
#define HS_NODE_HASH_FIRST 0x1000u
/* Whole stacks by hash: 16 bytes each, four to a set. */
#define HS_SEEN_BASE 0x1d800000u
#define HS_SEEN_SIZE 0x4000u
/* Call slots, one per live call (see struct hs_slot). */
#define HS_SLOTS_BASE 0x1e000000u
#define HS_SLOTS_END 0x1eff0000u
#define HS_SLOT_BYTES 32
/* The record ring; probes may overrun the soft end by HS_RING_SLACK bytes before they must drain. */
#define HS_RING_BASE 0x1f000000u
#define HS_RING_SOFT_END 0x1f040000u
#define HS_RING_SLACK 0x10000u
/* Where a task that waits keeps its call stack (Asyncify's data: next byte, end, then the frames). */
#define HS_SUSPENSION_BASE 0x1f100000u
#define HS_SUSPENSION_END 0x1f400000u
/* How often each finding was made: 32 bytes each (findings.c). */
#define HS_COUNTS_BASE 0x1f400000u
#define HS_COUNTS_SIZE 0x20000u
/* Where undefined values come from, 16 bytes each, and a bit for each by its number (origins.c). */
#define HS_ORIGINS_BASE 0x1f900000u
#define HS_ORIGINS_SIZE 0x20000u
#define HS_WANTED_BASE 0x1fc00000u
/* Undefined bits of arguments and results on their way (precise density), 8 bytes each. */
#define HS_ARGUMENTS_BASE 0x1fe00000u
#define HS_RESULTS_BASE 0x1fe80000u
#define HS_STATE_BASE 0x1fff0000u

/* Fields of struct hs_state that probes and the host use, as offsets from HS_STATE_BASE. */
#define HS_STATE_RING 0
#define HS_STATE_SLOT 4
#define HS_STATE_STEPS 8
#define HS_STATE_STOP_AT 16
#define HS_STATE_RECORDING 24
#define HS_STATE_HEAP_BASE 28
#define HS_STATE_HEAP_TOP 32
#define HS_STATE_NEXT_ID 36
#define HS_STATE_NODE_COUNT 40
#define HS_STATE_STACK_LOW 44
#define HS_STATE_STACK_HIGH 48
#define HS_STATE_HEAP_LIMIT 52
#define HS_STATE_GLOBAL_BASE 56
#define HS_STATE_REDZONE 60
#define HS_STATE_QUARANTINE_MAX 64
#define HS_STATE_PRECISE 68
#define HS_STATE_FAIL_AT 84
#define HS_STATE_CALLEE 92
#define HS_STATE_FAIL_ONE_IN 1120
#define HS_STATE_FAIL_SEED 1124
#define HS_STATE_USER_SITES 1128
#define HS_STATE_USER_SITES_END 1132
#define HS_STATE_COUNTED 1136
#define HS_STATE_CLEAN_LOW 1144
#define HS_STATE_CLEAN_HIGH 1148
#define HS_STATE_TRIES_ORIGINS 1152
#define HS_STATE_ORIGIN_COUNT 1156
#define HS_STATE_ACCESSES_LEFT 1172
#define HS_STATE_WILDERNESS 1208
#define HS_STATE_HASH_SIZE 1216
#define HS_STATE_LIVE_BLOCKS 1220
#define HS_STATE_SLOTS_END 1224
#define HS_STATE_MARKED_BEYOND 1228
#define HS_STATE_CHOOSE_AT 1232

/* In the place of an address: the divisor is not 0, but -1, and the dividend the smallest number of its type. */
#define HS_QUOTIENT_TOO_LARGE 1

/* Flags of a call slot: the function is the program's own, not libc's; its values are followed bit by bit. */
#define HS_SLOT_USER 1
#define HS_SLOT_FOLLOWED 2

/* Where an undefined value came to, if it isn't a site: the caller of the running function, all functions, those called through pointers. */
#define HS_SUSPECT_CALLER 0
#define HS_SUSPECT_ALL 0xfffffffeu
#define HS_SUSPECT_TABLE 0xffffffffu

/* An address so little past the heap's top is taken for one past a block; further on it is a wild one. */
#define HS_NEAR_HEAP 0x1000000u

/*
 * What undefined bytes in a system call's memory mean: nothing; a finding; or a finding if there are no others, as a file's
 * records hold padding and ends of buffers that nobody filled.
 */
#define HS_READ_ANY 0
#define HS_READ_DECIDES 1
#define HS_READ_TO_FILE 2

/* Shadow bytes: ShadowState in src/trace/records.ts. */
#define HS_DEFINED 0xff
#define HS_UNDEFINED 0xfe
#define HS_READ_ONLY 0x7f
#define HS_UNALLOCATED 0x00
#define HS_FREED 0x02
#define HS_HEAP_REDZONE 0x04
#define HS_HEAP_HEADER 0x06
#define HS_HEAP_HEADER_FREED 0x08
#define HS_STACK_REDZONE 0x0a
#define HS_GLOBAL_REDZONE 0x0c
#define HS_AFTER_SCOPE 0x0e
#define HS_AFTER_RETURN 0x10
#define HS_NULL_PAGE 0x12
#define HS_RESERVED 0x14
#define HS_UNMAPPED 0x16
#define HS_SHARED 0x1a
#define HS_HEAP_FREE 0x1c
#define HS_AFTER_RETURN_MARK 0x18
/* Of replays alone: never in a program's shadow. */
#define HS_AFTER_SCOPE_WRITTEN 0x1e

#endif
