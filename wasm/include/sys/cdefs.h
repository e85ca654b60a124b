/* Words that headers of glibc and BSD use, and programs after them. */
#ifndef HEAPSCOPE_SYS_CDEFS_H
#define HEAPSCOPE_SYS_CDEFS_H

#include <features.h>

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#else
#define __BEGIN_DECLS
#define __END_DECLS
#endif
#define __P(arguments) arguments
#define __THROW
#define __CONCAT(a, b) a##b
#define __STRING(a) #a
#define __attribute_pure__ __attribute__((pure))
#define __attribute_deprecated__ __attribute__((deprecated))
#define __nonnull(which) __attribute__((nonnull which))
#define __wur

#endif
