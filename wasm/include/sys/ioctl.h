/* wasi-libc's, with Linux's numbers for what a terminal can be asked. */
#ifndef HEAPSCOPE_SYS_IOCTL_H
#define HEAPSCOPE_SYS_IOCTL_H

#include_next <sys/ioctl.h>

#undef FIONREAD
#undef FIONBIO
#define FIONREAD 0x541B
#define FIONBIO 0x5421
#define TCGETS 0x5401
#define TCSETS 0x5402
#define TIOCGWINSZ 0x5413
#define TIOCSWINSZ 0x5414

struct winsize {
  unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};

#endif
