/* As wasi-libc lays it out, with room for any name, so that programs can have variables of it. */
#ifndef HEAPSCOPE_STRUCT_DIRENT_H
#define HEAPSCOPE_STRUCT_DIRENT_H

#include <__typedef_ino_t.h>

#define _DIRENT_HAVE_D_TYPE

struct dirent {
  ino_t d_ino;
  unsigned char d_type;
  char d_name[256];
};

#endif
