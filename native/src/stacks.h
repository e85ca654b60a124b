/*
 * Call stacks. A thread keeps the frames of its last event, outermost first:
 *
 *     frames[0]   main's caller   return address at *return_slot, caller's rbp from *rbp_slot
 *     frames[1]   main
 *     ...                          <- of a new event, the innermost frames are unwound by rules until one is met that is
 *     frames[n-1]                     here already; the rest is right if no slot has changed since
 *
 * To compare slots, all at once, is several times faster than to unwind, where each step waits for the one before.
 */
#ifndef HEAPSCOPE_STACKS_H
#define HEAPSCOPE_STACKS_H

#include "maps.h"

enum { HS_MAX_FRAMES = 256, HS_STACK_RANGES = 8, HS_MEMO_BITS = 7, HS_MEMO_FRAMES = 4 };

struct hs_frame {
  /* Where the return address was found, and it. */
  const uint64_t *return_slot;
  uint64_t return_address;
  /* Where the caller's rbp was found (or its copy below), and it. */
  const uint64_t *rbp_slot;
  uint64_t rbp;
  /* Of the stack up to here. */
  uint32_t stack;
  /* 1: the caller was interrupted here by a signal; it didn't call. */
  uint32_t interrupted;
  /* The stack pointer in the caller once this frame is gone. */
  uint64_t sp;
};

/* What in a frame must be as it was for its caller to be where it was, beside its return address. */
struct hs_needed {
  /* Where its rbp is found, while the frames that it called are there. */
  const uint64_t *rbp_source;
  /* ~0: how to unwind hangs on rbp. Else 0. */
  uint64_t rbp_mask;
};

/*
 * A hook's frame that was met before, with those that called it, outermost first as in the chain, from behind one that was there. How to
 * unwind hangs on nothing else: if the chain has that one where it was, neither rules nor numbers of stacks are looked up.
 */
struct hs_memo {
  /* How many frames are outside of `frames`; 0: no memo. */
  uint32_t depth;
  uint32_t count;
  /* The one in the chain. */
  uint64_t outer_sp;
  const uint64_t *outer_rbp_slot;
  /* Where that frame's rbp is found, while the frames that it called are there. */
  const uint64_t *outer_rbp_source;
  uint32_t outer_stack;
  uint32_t stack;
  struct hs_frame frames[HS_MEMO_FRAMES];
  struct hs_needed needed[HS_MEMO_FRAMES];
  /* At the last look at it, outermost first. */
  uint64_t rbps[HS_MEMO_FRAMES];
};

struct hs_chain {
  uint32_t depth;
  /* A memo whose frames are the next inside of the chain's, until they are wanted there; or NULL. */
  const struct hs_memo *top;
  /* The outermost frames are missing: nothing of it may be used again. */
  bool cut;
  bool cut_told;
  uint32_t next_range;
  /* Memory that can be read around the stack pointer; the thread's stacks, latest first in use. */
  struct hs_range range;
  struct hs_range ranges[HS_STACK_RANGES];
  struct hs_memo memos[1 << HS_MEMO_BITS];
  struct hs_frame frames[HS_MAX_FRAMES];
  /* Scratch: on the program's stack there may be no room. */
  struct hs_frame found[HS_MAX_FRAMES];
  char text[4097];
};

/* The number of the stack that called the hook with this frame address; 0: none. Only while busy. */
uint32_t hs_stack_of(struct hs_chain *chain, const void *frame);
/* Puts into `frames` all that belongs there. */
void hs_settle(struct hs_chain *chain);
static inline void hs_empty(struct hs_chain *chain) {
  chain->depth = 0;
  chain->top = NULL;
}
/* Other code may be at its addresses. */
void hs_forget_frames(struct hs_chain *chain);
/* Whether an address lies on the stack that the thread runs on. */
bool hs_on_stack(struct hs_chain *chain, const void *address);

#endif
