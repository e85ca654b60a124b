/*
 * The run-time side of clang's AddressSanitizer instrumentation, of which only the layout is used: redzones around stack
 * variables and globals, and the calls that say when a variable comes into or goes out of scope. Checks are our own probes'.
 * Shadow addresses come with mapping offset 0 and scale 3: memory address = shadow address << 3.
 * The interface is that of compiler-rt/lib/asan/asan_interface_internal.h, version 8.
 */
#include "heapscope/globals.h"
#include "heapscope/state.h"

struct asan_global {
  uint32_t begin;
  uint32_t size;
  uint32_t size_with_redzone;
  uint32_t name;
  uint32_t module_name;
  uint32_t has_dynamic_init;
  uint32_t location;
  uint32_t odr_indicator;
};

static void set_redzone(const char *start) { hs_fill_shadow((uint32_t)start, HS_BEFORE_GLOBALS, HS_GLOBAL_REDZONE); }
/* Called once for each file of the program. */
void __asan_init(void) {
  set_redzone(__heapscope_before_data);
  set_redzone(__heapscope_before_bss);
  set_redzone(__heapscope_before_constants);
}
void __asan_version_mismatch_check_v8(void) {}
void __asan_handle_no_return(void) {}
void __asan_before_dynamic_init(uint32_t module) { (void)module; }
void __asan_after_dynamic_init(void) {}
int __asan_option_detect_stack_use_after_return;

void __asan_register_globals(const struct asan_global *globals, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    hs_fill_shadow(globals[i].begin + globals[i].size, globals[i].size_with_redzone - globals[i].size,
                   HS_GLOBAL_REDZONE);
}
void __asan_unregister_globals(const struct asan_global *globals, uint32_t n) {
  (void)globals;
  (void)n;
}

static void set_granules(uint32_t shadow, uint32_t n, uint8_t state) { hs_fill_shadow(shadow << 3, n << 3, state); }

/* A variable comes into scope: addressable, and without a value. */
void __asan_set_shadow_00(uint32_t shadow, uint32_t n) { set_granules(shadow, n, HS_UNDEFINED); }
void __asan_set_shadow_f1(uint32_t shadow, uint32_t n) { set_granules(shadow, n, HS_STACK_REDZONE); }
void __asan_set_shadow_f2(uint32_t shadow, uint32_t n) { set_granules(shadow, n, HS_STACK_REDZONE); }
void __asan_set_shadow_f3(uint32_t shadow, uint32_t n) { set_granules(shadow, n, HS_STACK_REDZONE); }
void __asan_set_shadow_f5(uint32_t shadow, uint32_t n) { set_granules(shadow, n, HS_AFTER_RETURN); }
void __asan_set_shadow_f8(uint32_t shadow, uint32_t n) { set_granules(shadow, n, HS_AFTER_SCOPE); }

/* clang says nothing of compound literals: src/instrument/literal-scopes.ts does, wherever it may have changed. */
HS_EXPORT(__heapscope_literal_lives) void __heapscope_literal_lives(uint32_t address, uint32_t n, uint32_t lives) {
  bool is_over = *hs_shadow(address) == HS_AFTER_SCOPE;
  if (is_over == (lives != 0)) hs_fill_shadow(address, n, lives ? HS_UNDEFINED : HS_AFTER_SCOPE);
}

/* The last granule of a variable whose size is no multiple of eight: its first bytes are addressable. */
static void set_partial(uint32_t shadow, uint32_t n, uint32_t addressable) {
  for (uint32_t i = 0; i < n; i++) {
    hs_fill_shadow((shadow + i) << 3, addressable, HS_UNDEFINED);
    hs_fill_shadow(((shadow + i) << 3) + addressable, 8 - addressable, HS_STACK_REDZONE);
  }
}
void __asan_set_shadow_01(uint32_t shadow, uint32_t n) { set_partial(shadow, n, 1); }
void __asan_set_shadow_02(uint32_t shadow, uint32_t n) { set_partial(shadow, n, 2); }
void __asan_set_shadow_03(uint32_t shadow, uint32_t n) { set_partial(shadow, n, 3); }
void __asan_set_shadow_04(uint32_t shadow, uint32_t n) { set_partial(shadow, n, 4); }
void __asan_set_shadow_05(uint32_t shadow, uint32_t n) { set_partial(shadow, n, 5); }
void __asan_set_shadow_06(uint32_t shadow, uint32_t n) { set_partial(shadow, n, 6); }
void __asan_set_shadow_07(uint32_t shadow, uint32_t n) { set_partial(shadow, n, 7); }

void __asan_poison_stack_memory(uint32_t address, uint32_t n) { hs_fill_shadow(address, n, HS_AFTER_SCOPE); }
void __asan_unpoison_stack_memory(uint32_t address, uint32_t n) { hs_fill_shadow(address, n, HS_UNDEFINED); }

/* A variable-length array or alloca: 32 bytes of redzone on both sides, the right one after rounding up to 32. */
#define ALLOCA_REDZONE 32u
void __asan_alloca_poison(uint32_t address, uint32_t size) {
  uint32_t end = ((address + size + ALLOCA_REDZONE - 1) & ~(ALLOCA_REDZONE - 1)) + ALLOCA_REDZONE;
  /* Memory below the frame: not that of the function entered last, which may have returned. */
  hs->entered_end = 0;
  hs_fill_shadow(address - ALLOCA_REDZONE, ALLOCA_REDZONE, HS_STACK_REDZONE);
  hs_fill_shadow(address, size, HS_UNDEFINED);
  hs_fill_shadow(address + size, end - (address + size), HS_STACK_REDZONE);
}
void __asan_allocas_unpoison(uint32_t top, uint32_t bottom) {
  if (top && top < bottom) hs_fill_shadow(top, bottom - top, HS_AFTER_SCOPE);
}
