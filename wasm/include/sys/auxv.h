/* What the kernel tells a program as it starts it: of that, what has a meaning here. */
#ifndef HEAPSCOPE_SYS_AUXV_H
#define HEAPSCOPE_SYS_AUXV_H

#define AT_NULL 0
#define AT_PAGESZ 6
#define AT_UID 11
#define AT_EUID 12
#define AT_GID 13
#define AT_EGID 14
#define AT_HWCAP 16
#define AT_CLKTCK 17
#define AT_SECURE 23

unsigned long getauxval(unsigned long);

#endif
