/* For setjmp.h. Nobody sets these. */
extern int __heapscope_none;
extern void *volatile __heapscope_nowhere;

int __heapscope_none;
void *volatile __heapscope_nowhere;
