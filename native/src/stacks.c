#include "stacks.h"

#include "recorder.h"
#include "rules.h"
#include "stack-ids.h"

#include <string.h>
#include <sys/resource.h>

/* The main thread's stack grows; so much of it counts as there, if the limit allows. */
#define MAIN_STACK_BYTES (64ul << 20)

static uint64_t stack_limit(void) {
  struct rlimit limit = {MAIN_STACK_BYTES, MAIN_STACK_BYTES};
  hs_syscall(SYS_prlimit64, 0, RLIMIT_STACK, 0, (long)&limit, 0, 0);
  return limit.rlim_cur < MAIN_STACK_BYTES ? limit.rlim_cur : MAIN_STACK_BYTES;
}

struct search {
  uint64_t sp;
  struct hs_range found;
};

static bool holds_sp(struct hs_range range, const char *line, void *context) {
  struct search *search = context;
  if (strstr(line, "[stack]") && range.end > stack_limit() && range.end - stack_limit() < range.start)
    range.start = range.end - stack_limit();
  if (search->sp < range.start || search->sp >= range.end) return false;
  search->found = range;
  return true;
}

static HS_ASIDE void set_range(struct hs_chain *chain, uint64_t sp) {
  for (uint32_t i = 0; i < HS_STACK_RANGES; i++) {
    if (sp < chain->ranges[i].start || sp >= chain->ranges[i].end) continue;
    chain->range = chain->ranges[i];
    return;
  }
  struct search search = {sp, {sp, sp}};
  hs_each_map(chain->text, sizeof chain->text, holds_sp, &search);
  chain->range = search.found;
  chain->ranges[chain->next_range++ % HS_STACK_RANGES] = chain->range;
}

bool hs_on_stack(struct hs_chain *chain, const void *address) {
  uint64_t here = (uint64_t)__builtin_frame_address(0);
  if (here < chain->range.start || here >= chain->range.end) set_range(chain, here);
  return (uint64_t)address >= chain->range.start && (uint64_t)address < chain->range.end;
}

/* Whether nothing has changed in the outermost `count` frames. */
static bool unchanged(const struct hs_frame *frames, uint32_t count) {
  uint64_t difference = 0;
  for (uint32_t i = 0; i < count; i++) {
    difference |= *frames[i].return_slot ^ frames[i].return_address;
    difference |= *frames[i].rbp_slot ^ frames[i].rbp;
  }
  return difference == 0;
}

/* Where a frame saved rbp; `slots` is what its slots are relative to. */
static inline const uint64_t *rbp_slot_of(struct hs_rule rule, uint64_t slots, uint64_t rbp) {
  return (const uint64_t *)((rule.rbp_from_rbp ? rbp : slots) + (uint64_t)((int64_t)rule.rbp_slot * 8));
}

/* The frame that called this one: `from` as the callee left it. False: there is none, or nobody knows. */
static bool unwind(struct hs_chain *chain, const struct hs_frame *from, struct hs_frame *to) {
  uint64_t sp = from->sp, rbp = from->rbp, end = chain->range.end;
  struct hs_rule rule = hs_rule_for(from->return_address, from->interrupted);
  if (rule.kind == HS_RULE_END) return false;
  uint64_t cfa = (rule.from_rbp ? rbp : sp) + (uint64_t)((int64_t)rule.cfa * 8);
  if (rule.deref) {
    if (cfa < chain->range.start || cfa > end - 8 || cfa % 8 != 0) return false;
    cfa = *(const uint64_t *)cfa;
  }
  // A signal handler may run on another stack than what it interrupted, which may lie anywhere.
  if (HS_UNLIKELY(rule.signal)) {
    if (cfa < chain->range.start || cfa >= end) set_range(chain, cfa);
    if (chain->range.start == chain->range.end) return false;
  } else if (cfa <= sp || cfa > end || cfa % 8 != 0)
    return false;
  uint64_t slots = rule.signal ? sp : cfa;
  to->return_slot = (const uint64_t *)(slots + (uint64_t)((int64_t)rule.return_slot * 8));
  to->return_address = *to->return_slot;
  to->rbp_slot = NULL;
  to->rbp = rbp;
  if (rule.rbp_saved) {
    to->rbp_slot = rbp_slot_of(rule, slots, rbp);
    if (rule.rbp_from_rbp && ((uint64_t)to->rbp_slot < chain->range.start || (uint64_t)to->rbp_slot >= end))
      return false;
    to->rbp = *to->rbp_slot;
  }
  to->sp = cfa;
  to->interrupted = rule.signal;
  return to->return_address != 0;
}

/* Takes off the frames deeper than `sp`; whether the innermost that is left is this one, with all outside of it as it was. */
static bool meets(struct hs_chain *chain, const struct hs_frame *frame) {
  while (chain->depth > 0 && chain->frames[chain->depth - 1].sp < frame->sp) chain->depth--;
  if (chain->depth == 0) return false;
  const struct hs_frame *known = &chain->frames[chain->depth - 1];
  if (known->sp != frame->sp || known->return_address != frame->return_address || known->rbp != frame->rbp ||
      known->interrupted != frame->interrupted)
    return false;
  if (unchanged(chain->frames, chain->depth - 1)) return true;
  chain->depth = 0;
  return false;
}

/* Appends frames, innermost first as they were found, and numbers their stacks. */
static void append(struct hs_chain *chain, const struct hs_frame *found, uint32_t count) {
  uint32_t stack = chain->depth > 0 ? chain->frames[chain->depth - 1].stack : 0;
  while (count-- > 0) {
    struct hs_frame *frame = &chain->frames[chain->depth++];
    *frame = found[count];
    if (!frame->rbp_slot) frame->rbp_slot = &frame->rbp;
    stack = frame->stack = hs_stack_id(stack, frame->return_address + frame->interrupted);
  }
}

static void cut(struct hs_chain *chain) {
  chain->cut = true;
  if (chain->cut_told) return;
  chain->cut_told = true;
  hs_put_lost(&hs_self->stream, HS_LOSS_DEEP_STACK, 1);
}

/* Keeps only the innermost `kept` frames of the chain. Without its outermost frames each stack has another number. */
static void keep_inner(struct hs_chain *chain, uint32_t kept) {
  struct hs_frame *frames = chain->frames;
  uint32_t left_out = chain->depth - kept, stack = 0;
  for (uint32_t i = 0; i < kept; i++) {
    bool copied = frames[i + left_out].rbp_slot == &frames[i + left_out].rbp;
    frames[i] = frames[i + left_out];
    if (copied) frames[i].rbp_slot = &frames[i].rbp;
    stack = frames[i].stack = hs_stack_id(stack, frames[i].return_address + frames[i].interrupted);
  }
  chain->depth = kept;
  cut(chain);
}

static inline struct hs_memo *memo_of(struct hs_chain *chain, uint64_t return_address, uint64_t sp) {
  return &chain->memos[hs_hash(return_address ^ sp << 8) >> (64 - HS_MEMO_BITS)];
}

/* Whether all is as it was inside of `outer`, which the chain has: then the memo's `rbps` are what rbp is in each frame. */
static inline bool is_as_it_was(struct hs_memo *memo, const struct hs_frame *outer, const uint64_t *slots) {
  uint32_t inner = memo->count - 1;
  const struct hs_frame *met = &memo->frames[inner];
  uint64_t difference = (met->return_address ^ slots[1]) | (met->sp ^ (uint64_t)(slots + 2)) |
                        (memo->outer_sp ^ outer->sp) | (memo->outer_stack ^ outer->stack) |
                        ((uint64_t)memo->outer_rbp_slot ^ (uint64_t)outer->rbp_slot);
  // The slots below lie inside of the outer frame.
  if (difference != 0) return false;
  for (uint32_t i = 0; i <= inner; i++) {
    uint64_t rbp = memo->rbps[i] = *memo->needed[i].rbp_source;
    difference |= *memo->frames[i].return_slot ^ memo->frames[i].return_address;
    difference |= (memo->frames[i].rbp ^ rbp) & memo->needed[i].rbp_mask;
  }
  return (difference | (*memo->outer_rbp_source ^ outer->rbp)) == 0;
}

void hs_settle(struct hs_chain *chain) {
  const struct hs_memo *top = chain->top;
  if (HS_LIKELY(!top)) return;
  chain->top = NULL;
  struct hs_frame *frames = &chain->frames[chain->depth];
  for (uint32_t i = 0; i < top->count; i++) {
    frames[i] = top->frames[i];
    frames[i].rbp = top->rbps[i];
  }
  chain->depth += top->count;
}

/* The stack of a hook's frame that was met before where it is now, which becomes the chain's innermost; 0: it wasn't. */
static inline uint32_t remembered(struct hs_chain *chain, const uint64_t *slots) {
  struct hs_memo *memo = memo_of(chain, slots[1], (uint64_t)(slots + 2));
  uint32_t depth = memo->depth;
  if (depth > chain->depth) hs_settle(chain);
  if (depth == 0 || depth > chain->depth) return 0;
  if (!is_as_it_was(memo, &chain->frames[depth - 1], slots) || !unchanged(chain->frames, depth)) {
    // What its frames have in rbp is no longer what they had.
    if (chain->top == memo) chain->top = NULL;
    return 0;
  }
  chain->depth = depth;
  chain->top = memo;
  return memo->stack;
}

/* The chain's innermost frame is a hook's, `count` are new, and all outside of them is right. */
static void remember(struct hs_chain *chain, uint32_t count) {
  if (count > HS_MEMO_FRAMES || count >= chain->depth) return;
  struct hs_memo memo = {.depth = chain->depth - count, .count = count};
  struct hs_frame *frames = &chain->frames[memo.depth], *outer = frames - 1;
  // The hook has saved rbp below its return address.
  const uint64_t *source = (const uint64_t *)frames[count - 1].sp - 2, *slot = source;
  for (uint32_t i = count; i-- > 0;) {
    struct hs_rule rule = hs_rule_for(frames[i].return_address, false);
    // Where its caller is must hang on its registers alone, not on memory.
    if (frames[i].interrupted || rule.kind != HS_RULE_UNWIND || rule.deref || rule.signal || rule.return_slot != -1)
      return;
    memo.frames[i] = frames[i];
    memo.frames[i].rbp_slot = slot ? slot : &frames[i].rbp;
    memo.needed[i] = (struct hs_needed){source, rule.from_rbp || rule.rbp_from_rbp ? ~0ul : 0};
    slot = rule.rbp_saved ? rbp_slot_of(rule, frames[(int64_t)i - 1].sp, frames[i].rbp) : NULL;
    if (slot) source = slot;
  }
  // Another function may have saved the outer frame's rbp elsewhere; it is the same.
  outer->rbp_slot = slot ? slot : &outer->rbp;
  memo.outer_sp = outer->sp;
  memo.outer_rbp_slot = outer->rbp_slot;
  memo.outer_rbp_source = source;
  memo.outer_stack = outer->stack;
  memo.stack = frames[count - 1].stack;
  *memo_of(chain, frames[count - 1].return_address, frames[count - 1].sp) = memo;
}

void hs_forget_frames(struct hs_chain *chain) {
  hs_empty(chain);
  memset(chain->memos, 0, sizeof chain->memos);
}

/* The stack of a hook's frame, by unwinding until a frame is met that is in the chain. */
static HS_ASIDE uint32_t unwound(struct hs_chain *chain, const uint64_t *slots) {
  struct hs_frame *found = chain->found;
  hs_settle(chain);
  found[0] = (struct hs_frame){
      .return_slot = slots + 1,
      .return_address = slots[1],
      .rbp_slot = slots,
      .rbp = slots[0],
      .sp = (uint64_t)(slots + 2),
  };
  uint32_t count = 0;
  while (!meets(chain, &found[count])) {
    if (++count == HS_MAX_FRAMES) {
      chain->depth = 0;
      cut(chain);
      break;
    }
    if (!unwind(chain, &found[count - 1], &found[count])) {
      chain->depth = 0;
      break;
    }
  }
  if (HS_UNLIKELY(chain->depth + count > HS_MAX_FRAMES)) keep_inner(chain, HS_MAX_FRAMES - count);
  append(chain, found, count);
  if (!chain->cut) remember(chain, count > 0 ? count : 1);
  return chain->depth > 0 ? chain->frames[chain->depth - 1].stack : 0;
}

uint32_t hs_stack_of(struct hs_chain *chain, const void *frame) {
  const uint64_t *slots = frame;
  uint64_t sp = (uint64_t)(slots + 2);
  if (HS_UNLIKELY(sp < chain->range.start || sp >= chain->range.end)) {
    set_range(chain, sp);
    hs_empty(chain);
  }
  if (HS_UNLIKELY(chain->cut)) {
    chain->cut = false;
    hs_empty(chain);
  }
  uint32_t stack = remembered(chain, slots);
  return HS_LIKELY(stack != 0) ? stack : unwound(chain, slots);
}
