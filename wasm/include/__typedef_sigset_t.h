#ifndef __wasilibc___typedef_sigset_t_h
#define __wasilibc___typedef_sigset_t_h

/* Bit n - 1 stands for signal n. */
typedef struct {
  unsigned long __bits[2];
} sigset_t;

#endif
