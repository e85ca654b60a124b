/*
 * errno as the program sees it, with Linux's numbers. wasi-libc sets a variable of its own, with WASI's numbers; whenever the
 * program looks at (or sets) errno, what libc has set since then is taken over:
 *
 *     libc:     wasi_errno = 44 (ENOENT)
 *     program:  if (errno == ENOENT)   ->   __errno_location: seen = 2, wasi_errno = 0   ->   2
 */
#include <errno.h>

extern _Thread_local int wasi_errno __asm__("errno");

/* In the order of WASI's errno type (preview 1). */
static const unsigned char linux_numbers[] = {
    0,
    E2BIG,
    EACCES,
    EADDRINUSE,
    EADDRNOTAVAIL,
    EAFNOSUPPORT,
    EAGAIN,
    EALREADY,
    EBADF,
    EBADMSG,
    EBUSY,
    ECANCELED,
    ECHILD,
    ECONNABORTED,
    ECONNREFUSED,
    ECONNRESET,
    EDEADLK,
    EDESTADDRREQ,
    EDOM,
    EDQUOT,
    EEXIST,
    EFAULT,
    EFBIG,
    EHOSTUNREACH,
    EIDRM,
    EILSEQ,
    EINPROGRESS,
    EINTR,
    EINVAL,
    EIO,
    EISCONN,
    EISDIR,
    ELOOP,
    EMFILE,
    EMLINK,
    EMSGSIZE,
    EMULTIHOP,
    ENAMETOOLONG,
    ENETDOWN,
    ENETRESET,
    ENETUNREACH,
    ENFILE,
    ENOBUFS,
    ENODEV,
    ENOENT,
    ENOEXEC,
    ENOLCK,
    ENOLINK,
    ENOMEM,
    ENOMSG,
    ENOPROTOOPT,
    ENOSPC,
    ENOSYS,
    ENOTCONN,
    ENOTDIR,
    ENOTEMPTY,
    ENOTRECOVERABLE,
    ENOTSOCK,
    ENOTSUP,
    ENOTTY,
    ENXIO,
    EOVERFLOW,
    EOWNERDEAD,
    EPERM,
    EPIPE,
    EPROTO,
    EPROTONOSUPPORT,
    EPROTOTYPE,
    ERANGE,
    EROFS,
    ESPIPE,
    ESRCH,
    ESTALE,
    ETIMEDOUT,
    ETXTBSY,
    EXDEV,
    EPERM,
};

#define COUNT (int)(sizeof linux_numbers)

int *__errno_location(void) {
  static int seen;
  if (wasi_errno != 0) {
    seen = wasi_errno > 0 && wasi_errno < COUNT ? linux_numbers[wasi_errno] : wasi_errno;
    wasi_errno = 0;
  }
  return &seen;
}
