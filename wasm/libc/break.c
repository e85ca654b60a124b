/* brk and sbrk, for programs that bring an allocator of their own: pages from a fixed address on, mapped as the break moves. */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096
/* In the middle of the zone that mmap gives addresses of, from its top down (src/run/kernel/memory-map.ts). */
#define FIRST 0x1a000000u
#define LAST 0x1bff0000u

static uintptr_t current = FIRST;
/* End of what is mapped. */
static uintptr_t mapped = FIRST;

static uintptr_t page_after(uintptr_t address) { return (address + PAGE - 1) / PAGE * PAGE; }

/* So far, or farther where much is mapped already: a program that asks for little at a time makes few mappings. */
static int map_up_to(uintptr_t end) {
  size_t need = page_after(end) - mapped, some = page_after((mapped - FIRST) / 8);
  size_t size = need > some || mapped + some > LAST ? need : some;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  if (mmap((void *)mapped, size, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED) return -1;
  mapped += size;
  return 0;
}

int brk(void *address) {
  uintptr_t end = (uintptr_t)address;
  if (end < FIRST || end > LAST || (end > mapped && map_up_to(end) < 0)) {
    errno = ENOMEM;
    return -1;
  }
  if (end < current && page_after(end) < mapped) {
    munmap((void *)page_after(end), mapped - page_after(end));
    mapped = page_after(end);
  }
  current = end;
  return 0;
}

void *sbrk(intptr_t step) {
  uintptr_t before = current;
  if (step > (intptr_t)(LAST - FIRST) || step < -(intptr_t)(LAST - FIRST)) {
    errno = ENOMEM;
    return (void *)-1;
  }
  return step != 0 && brk((void *)(current + step)) < 0 ? (void *)-1 : (void *)before;
}
