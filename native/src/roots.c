#define _GNU_SOURCE
#include "roots.h"

#include "mappings.h"

#include <fcntl.h>
#include <link.h>

enum {
  /* What x86-64's ABI lets a function use below its stack pointer. */
  RED_ZONE = 128,
  /* glibc's thread descriptor, at the thread pointer: its keys' values are in there. */
  DESCRIPTOR_BYTES = 2304,
  MAX_TLS_BYTES = 1 << 20,
};

static struct hs_range main_tls;

static void add(struct hs_roots *roots, uint64_t start, uint64_t end) {
  if (end > start && roots->count < HS_MAX_ROOTS) roots->ranges[roots->count++] = (struct hs_range){start, end};
}

static int add_segments(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  static const char here;
  struct hs_roots *roots = context;
  uint32_t before = roots->count;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    uint64_t start = info->dlpi_addr + segment->p_vaddr, end = start + segment->p_memsz;
    if (segment->p_type != PT_LOAD) continue;
    if ((uint64_t)&here >= start && (uint64_t)&here < end) {
      roots->count = before; // our own tables lead to every block
      return 0;
    }
    if (segment->p_flags & PF_W) add(roots, start, end);
  }
  return 0;
}

/* The stack pointer of a thread that waits in the kernel; 0: it runs. The line is "NUMBER ARGUMENTS... SP PC" or "running". */
static uint64_t stack_pointer_of(uint64_t tid) {
  char path[64], text[256];
  hs_add_text(hs_add_number(hs_add_text(path, "/proc/self/task/"), tid), "/syscall");
  size_t length = hs_read_file(path, text, sizeof text);
  uint32_t spaces = 0;
  for (const char *at = text + length; at > text; at--) {
    if (at[-1] != ' ' || ++spaces < 2) continue;
    const char *number = at + 2; // 0x
    return hs_parse_number(&number, 16);
  }
  return 0;
}

/* Stack pointers. Where an odd one points to, the whole mapping is a stack's. */
struct pointers {
  struct hs_roots *roots;
  uint32_t count;
  uint64_t values[HS_MAX_ROOTS / 4];
};

/* From each stack pointer to the end of the mapping that it is in. */
static bool add_stack(struct hs_range range, const char *line, void *context) {
  (void)line;
  const struct pointers *pointers = context;
  for (uint32_t i = 0; i < pointers->count; i++) {
    uint64_t pointer = pointers->values[i];
    if (pointer < range.start || pointer >= range.end) continue;
    uint64_t start = pointer & 1 || pointer - RED_ZONE < range.start ? range.start : pointer - RED_ZONE;
    add(pointers->roots, start, range.end);
  }
  return false;
}

struct entry {
  uint64_t inode, offset;
  uint16_t length;
  uint8_t type;
  char name[];
};

/* Of the other threads. Of one that runs just now, only where its stack is is known, by the events that it had. */
static void find_others(struct pointers *pointers) {
  static char entries[8192];
  uint32_t self = hs_tid();
  int folder = hs_open("/proc/self/task", O_RDONLY | O_DIRECTORY, 0);
  if (folder < 0) return;
  for (;;) {
    long bytes = hs_syscall(SYS_getdents64, folder, (long)entries, sizeof entries, 0, 0, 0);
    if (bytes <= 0) break;
    for (long at = 0; at < bytes && pointers->count < HS_MAX_ROOTS / 4 - 1;) {
      struct entry *entry = (struct entry *)(entries + at);
      at += entry->length;
      const char *name = entry->name;
      uint64_t tid = hs_parse_number(&name, 10);
      if (tid == 0 || tid == self) continue;
      uint64_t pointer = stack_pointer_of(tid);
      pointers->values[pointers->count++] = pointer ? pointer : hs_stack_end_of((uint32_t)tid) | 1;
    }
  }
  hs_close(folder);
}

static int add_main_tls(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  uint64_t thread_pointer = (uint64_t)__builtin_thread_pointer(), at = (uint64_t)info->dlpi_tls_data;
  struct hs_range *range = context;
  if (at != 0 && at < thread_pointer && thread_pointer - at < MAX_TLS_BYTES && at < range->start) range->start = at;
  return 0;
}

void hs_note_main_tls(void) {
  uint64_t thread_pointer = (uint64_t)__builtin_thread_pointer();
  main_tls = (struct hs_range){thread_pointer, thread_pointer + DESCRIPTOR_BYTES};
  dl_iterate_phdr(add_main_tls, &main_tls);
}

/*
 * The loader's table of a thread's variables is found through its descriptor, which may lie in a stack that glibc keeps for the
 * next thread, and only by a pointer into its middle. It is no leak of the program's.
 */
static void add_thread_vector(uint64_t handle, void *context) {
  struct hs_roots *roots = context;
  uint64_t header[2]; // tcbhead_t: the descriptor's own address, the vector's second entry
  if (!hs_peek((const void *)handle, header, sizeof header) || header[0] != handle) return;
  if (roots->word_count < HS_MAX_ROOTS) roots->words[roots->word_count++] = header[1] - 16;
}

static void add_mapping(uint64_t start, uint64_t end, void *roots) { add(roots, start, end); }

void hs_find_roots(struct hs_roots *roots, uint64_t from) {
  static struct pointers pointers;
  static char buffer[16384];
  roots->count = 0;
  dl_iterate_phdr(add_segments, roots);
  add(roots, main_tls.start, main_tls.end);
  pointers = (struct pointers){.roots = roots};
  find_others(&pointers);
  pointers.values[pointers.count++] = from + RED_ZONE; // which is the library's
  hs_each_map(buffer, sizeof buffer, add_stack, &pointers);
  hs_each_mapping(add_mapping, roots);
  roots->word_count = 0;
  hs_each_handle(add_thread_vector, roots);
}
