/* What happens when a probe's inline shadow check fails, and checks of whole ranges on the program's behalf. */
#include "heapscope/state.h"

#define LOADABLE 0x01
#define STORABLE 0x80

/* Memory that others have too, as its shadow says; in the heap that byte is a part of a number (heap.h). */
static bool is_shared(uint32_t address) { return *hs_shadow(address) == HS_SHARED && !hs_in_heap(address); }

static void report(uint32_t address, uint32_t bad, uint32_t size, uint32_t flags) {
  struct hs_block block;
  uint32_t kind = hs_kind_of(bad, *hs_shadow(bad), &block);
  if (bad != address) flags |= HS_FLAG_PARTIAL;
  if (hs_is_fatal(bad, address + size, kind)) {
    hs_record_last_finding(kind, address, size, flags, block.id);
    hs_host_fault(kind, bad);
  }
  hs_record_finding(kind, address, size, flags, block.id);
}

/* The probe's site becomes the running function's position, for stacks. */
static void at_site(uint32_t site) { hs_current_slot()->site = site; }

static bool beyond_memory(uint32_t address, uint32_t n) { return address >= HS_LIMIT || n > HS_LIMIT - address; }

/* The first byte of n that may not be read at all, or the end. */
static uint32_t find_unaddressable(uint32_t address, uint32_t n) {
  uint32_t end = address + n;
  uint32_t at = address;
  while ((at = hs_find_bad(at, end - at, LOADABLE)) != end && ((*hs_shadow(at) & STORABLE) || is_shared(at))) at++;
  return at;
}

/* A range that runs off the memory (its length may be a negative number) goes wrong where it first leaves what is good. */
static void check_in_memory(uint32_t address, uint32_t n, uint32_t flags) {
  if (!beyond_memory(address, n)) return;
  struct hs_block block = {0};
  uint32_t kind = HS_TRAP, bad = address;
  if (address < HS_RESERVED_BASE) {
    uint32_t there = HS_RESERVED_BASE - address;
    bad = flags & HS_FLAG_WRITE ? hs_find_bad(address, there, STORABLE) : find_unaddressable(address, there);
    kind = hs_kind_of(bad, *hs_shadow(bad), &block);
  }
  hs_record_last_finding(kind, address, n, bad == address ? flags : flags | HS_FLAG_PARTIAL, block.id);
  hs_host_fault(kind, bad);
}

/* The first byte of n that may not be written, or the end. */
static uint32_t find_unstorable(uint32_t address, uint32_t n) {
  uint32_t end = address + n;
  uint32_t at = address;
  while ((at = hs_find_bad(at, end - at, STORABLE)) != end && is_shared(at)) at++;
  return at;
}

/* Whether the access is to memory that others have too; if so, they may go first. */
static bool is_shared_access(uint32_t address) {
  static uint32_t left = 1;
  if (!is_shared(address)) return false;
  if (--left == 0) {
    /* For another thread that runs meanwhile. */
    left = 1;
    left = hs_host_access();
  }
  return true;
}

/* The user's code is about to access memory that other threads may reach: one of them may go first. */
HS_EXPORT(__heapscope_shared_access) void __heapscope_shared_access(uint32_t site) {
  at_site(site);
  /* For another thread that runs meanwhile. */
  hs->accesses_left = 1;
  hs->accesses_left = hs_host_access();
}

HS_EXPORT(__heapscope_bad_load) void __heapscope_bad_load(uint32_t address, uint32_t size, uint32_t site) {
  at_site(site);
  check_in_memory(address, size, HS_FLAG_READ);
  bool is_others_too = is_shared_access(address);
  uint32_t bad = find_unaddressable(address, size);
  if (is_others_too && bad == address + size) {
    if (address >= hs->heap_limit) hs_record_shared_read(site, address, size);
    return;
  }
  if (bad != address + size)
    report(address, bad, size, HS_FLAG_READ);
  else
    hs_host_suspect(site);
}

/* Inside libc one undefined value decides many things: one finding for each call that the user made is enough. */
static bool is_repeat_in_libc(void) {
  struct hs_slot *slot = hs_current_slot();
  if (slot->flags & HS_SLOT_USER) return false;
  while (slot > (struct hs_slot *)HS_SLOTS_BASE && !(slot->flags & HS_SLOT_USER)) slot--;
  return hs_is_repeat(slot->site);
}

/* An undefined value was found inside libc; it may lie in the buffer of a stream now. */
static bool libc_has_told;

static void report_undefined(uint32_t address, uint32_t size) {
  if (!(hs_current_slot()->flags & HS_SLOT_USER)) libc_has_told = true;
  if (is_repeat_in_libc()) return;
  hs_record_finding(HS_UNINITIALISED_READ, address, size, HS_FLAG_READ, address ? hs_block_around(address).id : 0);
}

HS_EXPORT(__heapscope_uninitialised) void __heapscope_uninitialised(uint32_t site) {
  at_site(site);
  report_undefined(0, 0);
}

/* For probes: an undefined value goes to a function that doesn't follow it, by one of its sites; HS_SUSPECT_CALLER: back to the caller. */
HS_EXPORT(__heapscope_suspect) void __heapscope_suspect(uint32_t site) {
  hs_host_suspect(site == HS_SUSPECT_CALLER ? (hs_current_slot() - 1)->site : site);
}

HS_EXPORT(__heapscope_bad_store) void __heapscope_bad_store(uint32_t address, uint32_t size, uint32_t site) {
  at_site(site);
  check_in_memory(address, size, HS_FLAG_WRITE);
  bool is_others_too = is_shared_access(address);
  uint32_t bad = find_unstorable(address, size);
  if (is_others_too && bad == address + size) return;
  report(address, bad, size, HS_FLAG_WRITE);
}

/* What is about to be stored has a value. */
static void set_defined(uint32_t address, uint32_t n) {
  hs_fill_values(address, n, false);
  for (uint32_t i = 0; i < n; i++)
    if (*hs_shadow(address + i) & STORABLE) *hs_shadow(address + i) = HS_DEFINED;
}

static void record_object(uint32_t object, uint32_t distance) {
  uint32_t *record = hs_reserve(4);
  record[0] = HS_DETAIL_OBJECT << HS_KIND_BITS | HS_RECORD_DETAIL;
  record[1] = 8;
  record[2] = object;
  record[3] = distance;
}

/* An address in a variable and an index gave one outside of it, wherever that leads: into another variable, or out of all memory. */
HS_EXPORT(__heapscope_bad_index)
void __heapscope_bad_index(uint32_t address, uint32_t size, uint32_t flags, uint32_t object, uint32_t distance,
                           uint32_t kind, uint32_t site) {
  at_site(site);
  bool is_fatal = !hs_in_program(address, size);
  uint32_t bad = is_fatal                ? address
                 : flags & HS_FLAG_WRITE ? find_unstorable(address, size)
                                         : find_unaddressable(address, size);
  if (!is_fatal && bad != address + size) {
    struct hs_block block;
    is_fatal = hs_is_fatal(bad, address + size, hs_kind_of(bad, *hs_shadow(bad), &block));
  }
  if (is_fatal) {
    hs_record_last_finding(kind, address, size, flags, 0);
    record_object(object, distance);
    hs_host_fault(kind, address);
  }
  if (hs_record_finding(kind, address, size, flags, 0)) record_object(object, distance);
  if (flags & HS_FLAG_WRITE && bad == address + size) set_defined(address, size);
}

/* In programs that handle signals: here a handler can still leave by siglongjmp, after the engine's trap it could not. */
HS_EXPORT(__heapscope_divides_by_zero) void __heapscope_divides_by_zero(uint32_t site) {
  at_site(site);
  hs_record_last_finding(HS_DIVISION_BY_ZERO, 0, 0, 0, 0);
  hs_host_fault(HS_DIVISION_BY_ZERO, 0);
}

HS_EXPORT(__heapscope_quotient_too_large) void __heapscope_quotient_too_large(uint32_t site) {
  at_site(site);
  hs_record_last_finding(HS_DIVISION_BY_ZERO, 0, 0, 0, 0);
  hs_host_fault(HS_DIVISION_BY_ZERO, HS_QUOTIENT_TOO_LARGE);
}

HS_EXPORT(__heapscope_stack_overflow) void __heapscope_stack_overflow(uint32_t address) {
  hs_record_last_finding(HS_STACK_OVERFLOW, address, 0, 0, 0);
  hs_host_fault(HS_STACK_OVERFLOW, address);
}

void hs_check_write(const void *p, uint32_t n) {
  uint32_t address = (uint32_t)p;
  if (n == 0) return;
  check_in_memory(address, n, HS_FLAG_WRITE);
  uint32_t bad = find_unstorable(address, n);
  if (bad != address + n) report(address, bad, n, HS_FLAG_WRITE);
}

void hs_check_addressable(const void *p, uint32_t n) {
  uint32_t address = (uint32_t)p;
  if (n == 0) return;
  check_in_memory(address, n, HS_FLAG_READ);
  uint32_t bad = find_unaddressable(address, n);
  if (bad != address + n) report(address, bad, n, HS_FLAG_READ);
}

/* Of bytes that may be read at all: the first with an undefined bit, or the end. */
static uint32_t find_undefined(uint32_t address, uint32_t n) {
  uint32_t at = address;
  while (at < address + n && (hs->precise ? *hs_values(at) == 0 : (*hs_shadow(at) & LOADABLE)) != 0) at++;
  return at;
}

static void check_defined(uint32_t address, uint32_t n) {
  if (hs_all(address, n, LOADABLE)) return;
  uint32_t at = address;
  while ((at = find_undefined(at, address + n - at)) != address + n && !(*hs_shadow(at) & STORABLE)) at++;
  if (at == address + n) return;
  if (hs->precise)
    report_undefined(at, 1);
  else
    hs_host_suspect(hs_current_slot()->site);
}

void hs_check_read(const void *p, uint32_t n) {
  uint32_t address = (uint32_t)p;
  if (hs_in_program(address, n) && hs_all(address, n, LOADABLE)) return;
  hs_check_addressable(p, n);
  check_defined(address, n);
}

/*
 * The stack pointer moved in the middle of a function: what it gave up is dead, what it gained has no value yet. `lowest`: how far
 * down the function's own arrays of variable length have been, 0 if there were none; a longjmp gives up more than these.
 */
HS_EXPORT(__heapscope_stack_moved) void __heapscope_stack_moved(uint32_t from, uint32_t to, uint32_t lowest) {
  if ((int32_t)to < (int32_t)hs->stack_low) __heapscope_stack_overflow(to);
  if (to < from) return hs_fill_shadow(to, from - to, HS_UNDEFINED);
  if (to == from || !hs_on_stack(to - 1)) return;
  uint32_t own = lowest == 0 || lowest > to ? to : lowest < from ? from : lowest;
  hs_fill_shadow(from, own - from, HS_AFTER_RETURN);
  hs_fill_shadow(own, to - own, HS_AFTER_SCOPE);
}

/* A function returns that has had arrays of variable length from here (0: none) up to its frame. */
HS_EXPORT(__heapscope_stack_left) void __heapscope_stack_left(uint32_t from, uint32_t to) {
  if (from && from < to) hs_fill_shadow(from, to - from, HS_AFTER_RETURN);
}

/* The user's code is about to begin a statement before which another task is to go on. */
HS_EXPORT(__heapscope_statement) void __heapscope_statement(uint32_t site) {
  at_site(site);
  hs_host_choose();
}

HS_EXPORT(__heapscope_tick) void __heapscope_tick(void) { hs_host_tick(); }
HS_EXPORT(__heapscope_drain) void __heapscope_drain(void) { hs_host_drain(); }

/* For the host: a finding of its own (a trap, a bad system call argument) at a site of the running function (0: as it is). */
HS_EXPORT(__heapscope_finding)
void __heapscope_finding(uint32_t kind, uint32_t address, uint32_t size, uint32_t flags, uint32_t site) {
  if (site) at_site(site);
  hs_record_last_finding(kind, address, size, flags, 0);
}

/* Whether no byte has a value at all. */
static bool is_all_undefined(uint32_t address, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (find_undefined(address + i, 1) != address + i) return false;
  return n > 0;
}

/*
 * What is undefined in a stream's buffer has mostly been found when it was put there (a buffer by lines looks for their ends), and
 * is not to be found again where it happens to be written: at another call's line, or at none's when the program ends.
 */
static void check_written(uint32_t address, uint32_t n) {
  bool is_streams = address >= hs->global_base && address < hs->heap_base;
  if (!is_streams || !libc_has_told) check_defined(address, n);
  if (is_streams) libc_has_told = false;
}

/* For the host, before a system call reads or writes program memory; `matters`: HS_READ_... */
HS_EXPORT(__heapscope_host_reads) void __heapscope_host_reads(uint32_t address, uint32_t n, uint32_t matters) {
  hs_check_addressable((const void *)address, n);
  if (matters == HS_READ_DECIDES)
    check_written(address, n);
  else if (matters == HS_READ_TO_FILE && is_all_undefined(address, n))
    check_defined(address, n);
}
HS_EXPORT(__heapscope_host_writes) void __heapscope_host_writes(uint32_t address, uint32_t n) {
  hs_check_write((const void *)address, n);
  set_defined(address, n);
}
