#ifndef __wasilibc___macro_PAGESIZE_h
#define __wasilibc___macro_PAGESIZE_h

/* Of the machine that programs are written for. */
#define PAGESIZE 4096

#endif
