#ifndef __wasilibc___typedef_clock_t_h
#define __wasilibc___typedef_clock_t_h

/* long, as on Linux: programs print it with %ld. */
typedef long clock_t;

#endif
