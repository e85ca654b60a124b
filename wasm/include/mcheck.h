/* glibc's tracing and checking of the heap. Checks are always on here. */
#ifndef HEAPSCOPE_MCHECK_H
#define HEAPSCOPE_MCHECK_H

enum mcheck_status {
  MCHECK_DISABLED = -1,
  MCHECK_OK,
  MCHECK_FREE,
  MCHECK_HEAD,
  MCHECK_TAIL,
};

int mcheck(void (*)(enum mcheck_status));
int mcheck_pedantic(void (*)(enum mcheck_status));
void mcheck_check_all(void);
enum mcheck_status mprobe(void *);

/* From here to muntrace every call of the allocator goes to the file that MALLOC_TRACE names. */
void mtrace(void);
void muntrace(void);

#endif
