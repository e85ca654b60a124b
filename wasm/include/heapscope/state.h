/* The shim's state, and what its parts offer each other. All of it lies in the reserved region, out of the program's reach. */
#ifndef HEAPSCOPE_STATE_H
#define HEAPSCOPE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heapscope/layout.h"
#include "heapscope/records.h"

struct hs_state {
  uint32_t ring;      /* where the next record goes */
  uint32_t slot;      /* the next free call slot; the slot below it is the running function's */
  uint64_t steps;     /* statements begun */
  uint64_t stop_at;   /* the host wants to be called at this step */
  uint32_t recording; /* 1 while every write must be logged (window), else 0 */
  uint32_t heap_base;
  uint32_t heap_top; /* first byte never given out; the wilderness may begin before it again */
  uint32_t next_id;  /* of the next allocation; from 1 */
  uint32_t node_count;
  uint32_t stack_low, stack_high;
  uint32_t heap_limit;
  uint32_t global_base;
  uint32_t redzone;         /* bytes after each payload, besides rounding */
  uint32_t quarantine_max;  /* bytes of freed blocks kept from reuse */
  uint32_t precise;         /* 1: undefined values are tracked bit by bit */
  uint32_t quarantine_head; /* oldest freed block's payload, 0: none */
  uint32_t quarantine_tail;
  uint32_t quarantine_bytes;
  uint32_t fail_at; /* make the allocation attempt with this number fail; 0: none */
  uint32_t attempts;
  uint32_t callee;      /* table index of the last call through a function pointer */
  uint32_t bins[256];   /* free chunks, by size: heap-chunks.c */
  uint32_t fail_one_in; /* make about one allocation of so many fail, by chance; 0: none */
  uint32_t fail_seed;
  uint32_t user_sites, user_sites_end; /* sites in [user_sites, user_sites_end) are the program's own, others libc's */
  uint32_t counted;                    /* entries of the counts of findings */
  uint32_t dirty_counts;               /* the first one with findings to be told; index + 1 */
  uint32_t clean_low, clean_high;      /* a part of the stack that is free for libc's frames: see shadow.c */
  uint32_t tries_origins;              /* 1: not all that is undefined counts as such: see origins.c */
  uint32_t origin_count;
  uint32_t entered_frame, entered_end, entered_site; /* of the function entered last; 0: not known */
  uint32_t accesses_left; /* until another thread may go first: see __heapscope_shared_access */
  uint32_t bin_map[8];    /* a bit for each bin that has a chunk */
  uint32_t wilderness;    /* no block and no free chunk lies from here on */
  uint32_t free_chunks;   /* how many there are */
  uint32_t hash_size;     /* entries of the hash table of stacks' nodes: it grows with them */
  uint32_t live_blocks;   /* how many there are: who looks for them can stop when it has found them all */
  uint32_t slots_end;     /* where calls end in programs with a signal stack; in others they have all of the slots */
  uint32_t marked_beyond; /* 1: there is shadow above the heap that neither the host nor a block has made */
  uint64_t choose_at; /* at the statement with this index the host is asked who goes on: see __heapscope_statement */
};

/* A call in progress. The caller writes `site` before it calls on; the rest caches the interned stack up to this call. */
struct hs_slot {
  uint32_t site;
  uint32_t frame_base;
  uint32_t cached_site;
  uint32_t cached_parent;
  uint32_t cached_node;
  uint32_t flags; /* HS_SLOT_...; kept in the precise density only */
  uint32_t unused[2];
};

#define hs ((struct hs_state *)HS_STATE_BASE)
#define hs_shadow(address) ((uint8_t *)((address) + HS_LIMIT))
/*
 * Undefined bits of program memory; only there in the precise density. None is set where the shadow says that a load is fine, so
 * that most loads need not look here.
 */
#define hs_values(address) ((uint8_t *)((address) + 2 * HS_LIMIT))

_Static_assert(sizeof(struct hs_slot) == HS_SLOT_BYTES, "slot size");
_Static_assert(offsetof(struct hs_state, stop_at) == HS_STATE_STOP_AT, "state layout");
_Static_assert(offsetof(struct hs_state, fail_one_in) == HS_STATE_FAIL_ONE_IN, "state layout");
_Static_assert(offsetof(struct hs_state, precise) == HS_STATE_PRECISE, "state layout");
_Static_assert(offsetof(struct hs_state, origin_count) == HS_STATE_ORIGIN_COUNT, "state layout");
_Static_assert(offsetof(struct hs_state, accesses_left) == HS_STATE_ACCESSES_LEFT, "state layout");
_Static_assert(offsetof(struct hs_state, wilderness) == HS_STATE_WILDERNESS, "state layout");
_Static_assert(offsetof(struct hs_state, live_blocks) == HS_STATE_LIVE_BLOCKS, "state layout");
_Static_assert(offsetof(struct hs_state, slots_end) == HS_STATE_SLOTS_END, "state layout");
_Static_assert(offsetof(struct hs_state, choose_at) == HS_STATE_CHOOSE_AT, "state layout");

/* Host functions. Each may end the run by throwing. */
__attribute__((import_module("heapscope"), import_name("drain"))) void hs_host_drain(void);
__attribute__((import_module("heapscope"), import_name("tick"))) void hs_host_tick(void);
/* Whether libc, and not the program, is who allocates at this stack. */
__attribute__((import_module("heapscope"), import_name("is_libcs"))) uint32_t hs_host_is_libcs(uint32_t stack);
/*
 * A value without all its bits came to a function that doesn't follow them, which is the one this site is in (or HS_SUSPECT_...): if
 * the host can make the run again with more functions that do, it ends this one.
 */
__attribute__((import_module("heapscope"), import_name("suspect"))) void hs_host_suspect(uint32_t site);
/* A finding was just recorded for this address; `first`: the first one of its place and stack. */
__attribute__((import_module("heapscope"), import_name("found"))) void hs_host_found(uint32_t kind, uint32_t address,
                                                                                     uint32_t first);
/* A check of undefined behaviour failed, and its finding was just recorded. */
__attribute__((import_module("heapscope"), import_name("explain"))) void
hs_host_explain(uint32_t check, uint32_t data, uint32_t a, uint32_t b, uint32_t c);
/* Memory is accessed that other tasks have too: one of them may run first. Gives after how many more accesses to ask again. */
__attribute__((import_module("heapscope"), import_name("access"))) uint32_t hs_host_access(void);
/* A person has said who is to go on before the statement that is about to begin. */
__attribute__((import_module("heapscope"), import_name("choose"))) void hs_host_choose(void);
/* The program can't go on: a finding of this kind was just recorded for this address (of a division: see HS_QUOTIENT_TOO_LARGE). */
__attribute__((import_module("heapscope"), import_name("fault"), noreturn)) void hs_host_fault(uint32_t kind,
                                                                                               uint32_t address);

/* records.c */
uint32_t *hs_reserve(uint32_t words);
void hs_record_bulk(uint32_t site, uint32_t destination, const uint8_t *source, uint32_t n);
void hs_record_fill(uint32_t site, uint32_t destination, uint8_t value, uint32_t n);
void hs_record_shared_read(uint32_t site, uint32_t address, uint32_t n);
void hs_record_shadow(uint32_t state, uint32_t address, uint32_t n);

/* findings.c */
/* False if it was only counted. */
bool hs_record_finding(uint32_t kind, uint32_t address, uint32_t size, uint32_t flags, uint32_t block);
/* One that ends the run: recorded however often its site has been. */
void hs_record_last_finding(uint32_t kind, uint32_t address, uint32_t size, uint32_t flags, uint32_t block);
bool hs_is_repeat(uint32_t site);

/* stacks.c */
struct hs_stack {
  uint64_t hash;
  uint32_t node;
  uint32_t is_libcs;
};
const struct hs_stack *hs_find_stack(void);
static inline uint32_t hs_current_stack(void) { return hs_find_stack()->node; }
static inline struct hs_slot *hs_current_slot(void) { return (struct hs_slot *)(hs->slot - HS_SLOT_BYTES); }
/* Whether a function of the program's own is among the calls of a stack. */
bool hs_is_programs_stack(uint32_t node);

/* origins.c */
void hs_undefine(uint32_t address, uint32_t n);

/* shadow.c */
void hs_fill_values(uint32_t address, uint32_t n, bool undefined);
void hs_fill_shadow(uint32_t address, uint32_t n, uint8_t state);
/* First address in [address, address + n) whose shadow lacks a bit of `mask`, or address + n. */
uint32_t hs_find_bad(uint32_t address, uint32_t n, uint8_t mask);

/* heap.c */
struct hs_block {
  uint32_t address; /* of the payload; 0: no block */
  uint32_t size;
  uint32_t id;
  uint32_t stack; /* that allocated it */
  bool live;
};
/* The block whose header, payload or trailing redzone holds this heap address. */
struct hs_block hs_block_around(uint32_t address);

/* blame.c */
bool hs_in_heap(uint32_t address);
bool hs_on_stack(uint32_t address);
/* The kind of a bad access at this address, given the address's shadow; `block`: what it is about, or none. */
uint32_t hs_kind_of(uint32_t address, uint8_t shadow, struct hs_block *block);
/* Addresses that have no memory behind them on a real machine either: there the program would die of SIGSEGV. */
bool hs_is_fatal(uint32_t address, uint32_t end, uint32_t kind);

/* check.c */
/* Out of the shim's own region. */
static inline bool hs_in_program(uint32_t address, uint32_t n) {
  return n <= HS_RESERVED_BASE && address <= HS_RESERVED_BASE - n;
}
/* Addressable and defined: for reads that decide something. */
void hs_check_read(const void *p, uint32_t n);
void hs_check_write(const void *p, uint32_t n);
/* Reads on the program's behalf without requiring defined bytes (copies). */
void hs_check_addressable(const void *p, uint32_t n);

/* copy.c */
/* memmove with all its checks; the way of every copy that a program asks for. */
void hs_checked_copy(void *destination, const void *source, uint32_t n);
void hs_checked_set(void *destination, int value, uint32_t n);
void hs_copy(void *destination, const void *source, uint32_t n);
void hs_set(void *destination, int value, uint32_t n);

/* These are lowered to memory.copy and memory.fill: no call, no check. */
#define hs_raw_copy(d, s, n) __builtin_memmove((void *)(d), (const void *)(s), n)
#define hs_raw_fill(d, v, n) __builtin_memset((void *)(d), v, n)

static inline uint64_t hs_load64(const void *p) {
  uint64_t word;
  __builtin_memcpy(&word, p, 8);
  return word;
}
static inline uint32_t hs_load32(const void *p) {
  uint32_t word;
  __builtin_memcpy(&word, p, 4);
  return word;
}

/* Whether the shadow of n bytes has all bits of `mask`. */
static inline bool hs_all(uint32_t address, uint32_t n, uint8_t mask) {
  const uint8_t *shadow = hs_shadow(address);
  uint64_t wide = mask * 0x0101010101010101ull;
  if (n < 8) return ((~hs_load64(shadow) & wide) & ((1ull << (8 * n)) - 1)) == 0;
  for (uint32_t i = 0; i + 8 < n; i += 8)
    if ((hs_load64(shadow + i) & wide) != wide) return false;
  return (hs_load64(shadow + n - 8) & wide) == wide;
}

/* memmove and memset of a few bytes without the cost of a call: first and last words overlap. */
#define HS_INLINE_MOVE 32u
#define HS_INLINE_FILL 128u
static inline void hs_store64(void *p, uint64_t word) { __builtin_memcpy(p, &word, 8); }
static inline void hs_move(void *destination, const void *source, uint32_t n) {
  uint8_t *d = destination;
  const uint8_t *s = source;
  if (n > HS_INLINE_MOVE) {
    hs_raw_copy(d, s, n);
  } else if (n > 16) {
    uint64_t first = hs_load64(s), second = hs_load64(s + 8), third = hs_load64(s + n - 16),
             last = hs_load64(s + n - 8);
    hs_store64(d, first);
    hs_store64(d + 8, second);
    hs_store64(d + n - 16, third);
    hs_store64(d + n - 8, last);
  } else if (n >= 8) {
    uint64_t first = hs_load64(s), last = hs_load64(s + n - 8);
    hs_store64(d, first);
    hs_store64(d + n - 8, last);
  } else if (n >= 4) {
    uint32_t first = hs_load32(s), last = hs_load32(s + n - 4);
    __builtin_memcpy(d, &first, 4);
    __builtin_memcpy(d + n - 4, &last, 4);
  } else if (n > 0) {
    uint8_t first = s[0], middle = s[n / 2], last = s[n - 1];
    d[0] = first;
    d[n / 2] = middle;
    d[n - 1] = last;
  }
}
static inline void hs_fill(void *destination, uint8_t value, uint32_t n) {
  uint8_t *d = destination;
  uint64_t wide = value * 0x0101010101010101ull;
  if (n > HS_INLINE_FILL) {
    hs_raw_fill(d, value, n);
  } else if (n >= 8) {
    for (uint32_t i = 0; i + 8 < n; i += 8) hs_store64(d + i, wide);
    hs_store64(d + n - 8, wide);
  } else {
    uint64_t mask = (1ull << (8 * n)) - 1;
    hs_store64(d, (hs_load64(d) & ~mask) | (wide & mask));
  }
}

#define HS_EXPORT(name) __attribute__((export_name(#name)))

#endif
