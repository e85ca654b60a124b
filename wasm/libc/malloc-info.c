/* What the allocator says of itself. */
#include <malloc.h>
#include <stdio.h>

#include "heapscope/hooks.h"

struct mallinfo2 mallinfo2(void) {
  struct hs_heap_usage usage = hs_heap_usage();
  return (struct mallinfo2){
      .arena = usage.arena,
      .ordblks = usage.free_blocks,
      .uordblks = usage.used,
      .fordblks = usage.arena - usage.used,
  };
}
struct mallinfo mallinfo(void) {
  struct mallinfo2 info = mallinfo2();
  return (struct mallinfo){
      .arena = (int)info.arena,
      .ordblks = (int)info.ordblks,
      .uordblks = (int)info.uordblks,
      .fordblks = (int)info.fordblks,
  };
}
void malloc_stats(void) {
  struct mallinfo2 info = mallinfo2();
  unsigned long system = (unsigned long)info.arena, used = (unsigned long)info.uordblks;
  fprintf(stderr, "Arena 0:\nsystem bytes     = %10lu\nin use bytes     = %10lu\n", system, used);
  fprintf(stderr, "Total (incl. mmap):\nsystem bytes     = %10lu\nin use bytes     = %10lu\n", system, used);
  fprintf(stderr, "max mmap regions = %10u\nmax mmap bytes   = %10lu\n", 0, 0ul);
}
int malloc_trim(size_t pad) {
  (void)pad;
  return 0;
}
int mallopt(int parameter, int value) {
  (void)parameter, (void)value;
  return 1;
}
int malloc_info(int options, FILE *file) {
  struct mallinfo2 info = mallinfo2();
  (void)options;
  fprintf(file, "<malloc version=\"1\">\n<total type=\"rest\" count=\"%lu\" size=\"%lu\"/>\n</malloc>\n",
          (unsigned long)info.ordblks, (unsigned long)info.fordblks);
  return 0;
}
