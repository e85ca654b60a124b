/*
 * Modules are found by _dl_find_object (glibc 2.35), which takes no lock: dl_iterate_phdr's lock may be held by a thread in
 * dlopen that waits for ours.
 */
#define _GNU_SOURCE
#include "modules.h"

#include "recorder.h"
#include "rules.h"
#include "stack-ids.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string.h>

#if !__GLIBC_PREREQ(2, 35)
#error "libheapscope needs glibc 2.35 or newer"
#endif

enum { MAX_MODULES = 4096, MAX_PATH = 4096, MAX_BUILD_ID = 64 };

static struct hs_module modules[MAX_MODULES];
static uint32_t module_count;

struct build_id {
  const uint8_t *bytes;
  uint32_t count;
};

static struct build_id find_in_notes(const uint8_t *at, const uint8_t *end) {
  while (at + sizeof(ElfW(Nhdr)) <= end) {
    const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)at;
    const uint8_t *name = at + sizeof *note, *text = name + ((note->n_namesz + 3u) & ~3u);
    if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(name, "GNU", 4) == 0 &&
        note->n_descsz <= MAX_BUILD_ID)
      return (struct build_id){text, note->n_descsz};
    at = text + ((note->n_descsz + 3u) & ~3u);
  }
  return (struct build_id){NULL, 0};
}

/* The ELF header lies where the first segment does, unless a linker script took it out. */
static struct build_id find_build_id(const struct hs_module *module) {
  const ElfW(Ehdr) *header = (const ElfW(Ehdr) *)module->start;
  struct build_id none = {NULL, 0};
  if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return none;
  const ElfW(Phdr) *segments = (const ElfW(Phdr) *)(module->start + header->e_phoff);
  for (int i = 0; i < header->e_phnum; i++) {
    if (segments[i].p_type != PT_NOTE) continue;
    const uint8_t *notes = (const uint8_t *)(module->bias + segments[i].p_vaddr);
    struct build_id found = find_in_notes(notes, notes + segments[i].p_memsz);
    if (found.bytes) return found;
  }
  return none;
}

/* The main program has no name, and a name may be relative. */
static size_t path_of(const struct link_map *map, char *path) {
  const char *name = map->l_name ? map->l_name : "";
  if (name[0] == '/') {
    size_t length = strlen(name);
    if (length >= MAX_PATH) length = MAX_PATH - 1;
    memcpy(path, name, length);
    return length;
  }
  long length;
  if (name[0] == 0) {
    length = hs_syscall(SYS_readlink, (long)"/proc/self/exe", (long)path, MAX_PATH, 0, 0, 0);
    return length > 0 ? (size_t)length : 0;
  }
  size_t rest = strlen(name);
  length = strchr(name, '/') ? hs_syscall(SYS_getcwd, (long)path, MAX_PATH, 0, 0, 0, 0) : 0;
  if (length <= 0 || (size_t)length + rest >= MAX_PATH) length = 0;
  if (length > 0) path[length - 1] = '/'; // in place of getcwd's zero
  if (rest >= MAX_PATH) rest = MAX_PATH - 1;
  memcpy(path + length, name, rest);
  return (size_t)length + rest;
}

static void put_module(const struct hs_module *module) {
  static char path[MAX_PATH];
  size_t length = path_of(module->link_map, path);
  struct build_id id = find_build_id(module);
  struct hs_stream *stream = &hs_process_stream;
  uint8_t *at = hs_begin_long(stream, length + id.count);
  *at++ = HS_KIND_MODULE;
  at = hs_put(hs_put(hs_put(at, module->bias), module->start), module->end);
  at = hs_put_bytes(hs_put_bytes(at, path, length), id.bytes, id.count);
  hs_end(stream, at);
}

const struct hs_module *hs_module_of(uint64_t pc) {
  for (uint32_t i = 0; i < module_count; i++)
    if (pc >= modules[i].start && pc < modules[i].end && modules[i].link_map) return &modules[i];
  struct dl_find_object object;
  if (_dl_find_object((void *)pc, &object) != 0) return NULL;
  struct hs_module *module = modules;
  while (module < modules + module_count && module->link_map) module++;
  if (module == modules + MAX_MODULES) return NULL;
  if (module == modules + module_count) module_count++;
  *module = (struct hs_module){.start = (uint64_t)object.dlfo_map_start,
                               .end = (uint64_t)object.dlfo_map_end,
                               .bias = object.dlfo_link_map->l_addr,
                               .eh_frame_hdr = object.dlfo_eh_frame,
                               .link_map = object.dlfo_link_map};
  put_module(module);
  return module;
}

bool hs_in_module(const void *address) {
  struct dl_find_object object;
  return _dl_find_object((void *)address, &object) == 0;
}

bool hs_in_same_module(const void *one, const void *other) {
  struct dl_find_object object;
  return _dl_find_object((void *)one, &object) == 0 && other >= object.dlfo_map_start && other < object.dlfo_map_end;
}

static bool is_there(const struct hs_module *module) {
  struct dl_find_object object;
  return _dl_find_object((void *)module->start, &object) == 0 && object.dlfo_link_map == module->link_map &&
         object.dlfo_eh_frame == module->eh_frame_hdr;
}

void hs_modules_changed(void) {
  bool changed = false;
  hs_lock(&hs_process_lock);
  for (uint32_t i = 0; i < module_count; i++) {
    struct hs_module *module = &modules[i];
    if (!module->link_map || is_there(module)) continue;
    uint8_t *at = hs_begin(&hs_process_stream);
    *at++ = HS_KIND_MODULE_GONE;
    hs_end(&hs_process_stream, hs_put(at, module->start));
    hs_forget_rules(module->start, module->end);
    hs_forget_stacks(module->start, module->end);
    module->link_map = NULL;
    changed = true;
  }
  if (changed) __atomic_add_fetch(hs_epoch, 1, __ATOMIC_RELEASE);
  hs_unlock(&hs_process_lock);
}
