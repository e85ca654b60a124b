/* Reading and writing, where a thread may be cancelled before it begins or while it waits. stdio's calls come here as well. */
#include <errno.h>
#include <sys/uio.h>
#include <unistd.h>
#include <wasi/api.h>

#include "heapscope/system.h"

#define MOST_PIECES 1024 /* IOV_MAX */

/* A descriptor that may not do such a thing is not one for it. */
static int wasi_result(__wasi_errno_t error) { return error == __WASI_ERRNO_NOTCAPABLE ? -__WASI_ERRNO_BADF : -error; }

static int32_t read_pieces(int descriptor, const __wasi_iovec_t *pieces, size_t count) {
  __wasi_size_t bytes = 0;
  __wasi_errno_t error = __wasi_fd_read(descriptor, pieces, count, &bytes);
  return error ? wasi_result(error) : (int32_t)bytes;
}
static int32_t write_pieces(int descriptor, const __wasi_ciovec_t *pieces, size_t count) {
  __wasi_size_t bytes = 0;
  __wasi_errno_t error = __wasi_fd_write(descriptor, pieces, count, &bytes);
  return error ? wasi_result(error) : (int32_t)bytes;
}

/* Who is cancelled while it writes ends although a part has been written. */
static int32_t or_cancelled(int32_t written, size_t wanted) {
  if (written >= 0 && (size_t)written < wanted && hs_cancellation_point) hs_cancellation_point(0);
  return written;
}

ssize_t read(int descriptor, void *buffer, size_t size) {
  __wasi_iovec_t piece = {buffer, size};
  return hs_result(HS_CANCELLABLE(read_pieces(descriptor, &piece, 1)));
}
ssize_t write(int descriptor, const void *data, size_t size) {
  __wasi_ciovec_t piece = {data, size};
  return hs_result(or_cancelled(HS_CANCELLABLE(write_pieces(descriptor, &piece, 1)), size));
}

/* struct iovec is laid out as WASI's. */
ssize_t readv(int descriptor, const struct iovec *pieces, int count) {
  if (count < 0 || count > MOST_PIECES) return hs_fail(EINVAL);
  return hs_result(HS_CANCELLABLE(read_pieces(descriptor, (const __wasi_iovec_t *)pieces, count)));
}
ssize_t writev(int descriptor, const struct iovec *pieces, int count) {
  if (count < 0 || count > MOST_PIECES) return hs_fail(EINVAL);
  /* What stdio prints comes here: only where it has to wait is that such a point, so that no line is torn. */
  return hs_result(hs_or_cancelled(write_pieces(descriptor, (const __wasi_ciovec_t *)pieces, count)));
}
