/* A device's number is made of two, as Linux packs them. */
#ifndef HEAPSCOPE_SYS_SYSMACROS_H
#define HEAPSCOPE_SYS_SYSMACROS_H

#define major(device)                                                                                                  \
  ((unsigned)(((unsigned long long)(device) >> 8 & 0xfff) | ((unsigned long long)(device) >> 32 & ~0xfffu)))
#define minor(device)                                                                                                  \
  ((unsigned)(((unsigned long long)(device) & 0xff) | ((unsigned long long)(device) >> 12 & ~0xffu)))
#define makedev(major, minor)                                                                                          \
  (((major) & 0xfffull) << 8 | ((major) & ~0xfffull) << 32 | ((minor) & 0xffull) | ((minor) & ~0xffull) << 12)

#endif
