/* The hooks' variables lie among the program's own, which sets them. */
#include "heapscope/hooks.h"

#include "heapscope/state.h"

void *(*volatile __malloc_hook)(size_t, const void *);
void *(*volatile __realloc_hook)(void *, size_t, const void *);
void *(*volatile __memalign_hook)(size_t, size_t, const void *);
void (*volatile __free_hook)(void *, const void *);
void (*hs_heap_observer)(const void *caller, void *old, void *block, size_t size);

/* A site is a code offset plus one, which is still within the call's instruction. */
static void *site_of_caller(unsigned n) {
  const struct hs_slot *slot = hs_current_slot();
  if ((uint32_t)slot - HS_SLOTS_BASE < n * sizeof *slot) return NULL;
  return (void *)(slot - n)->site;
}

void *__heapscope_return_address(unsigned n) { return site_of_caller(n + 1); }
/* What the hook is called with is defined, whatever the call before left in the area for arguments. */
static void pass_defined(uint32_t count) {
  if (hs->precise) hs_raw_fill(HS_ARGUMENTS_BASE, 0, 8 * count);
}

void *hs_hooked_malloc(size_t size) {
  pass_defined(2);
  return __malloc_hook(size, site_of_caller(0));
}
void *hs_hooked_realloc(void *p, size_t size) {
  pass_defined(3);
  return __realloc_hook(p, size, site_of_caller(0));
}
void *hs_hooked_memalign(size_t alignment, size_t size) {
  pass_defined(3);
  return __memalign_hook(alignment, size, site_of_caller(0));
}
void hs_hooked_free(void *p) {
  pass_defined(2);
  __free_hook(p, site_of_caller(0));
}
void hs_observe(void *old, void *block, size_t size) {
  pass_defined(4);
  hs_heap_observer(site_of_caller(0), old, block, size);
}
