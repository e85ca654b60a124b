/* The glibc whose behaviour is followed here. */
#ifndef HEAPSCOPE_GNU_LIBC_VERSION_H
#define HEAPSCOPE_GNU_LIBC_VERSION_H

static __inline const char *gnu_get_libc_version(void) { return "2.36"; }
static __inline const char *gnu_get_libc_release(void) { return "stable"; }

#endif
