/* /proc/self/maps. */
#ifndef HEAPSCOPE_MAPS_H
#define HEAPSCOPE_MAPS_H

#include "system.h"

struct hs_range {
  uint64_t start, end;
};

uint64_t hs_parse_number(const char **at, uint32_t base);
/* Calls `visit` with each mapping, and its line, until it gives true. The buffer holds the longest line at least. */
void hs_each_map(char *buffer, size_t room, bool (*visit)(struct hs_range range, const char *line, void *context),
                 void *context);

#endif
