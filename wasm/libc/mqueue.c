/* POSIX message queues. */
#include <mqueue.h>
#include <stdarg.h>
#include <string.h>

#include "heapscope/system.h"
#include "heapscope/threads.h"

#define DEFAULT_MESSAGES 10
#define DEFAULT_BYTES 8192

mqd_t mq_open(const char *name, int flags, ...) {
  struct mq_attr attributes = {.mq_maxmsg = DEFAULT_MESSAGES, .mq_msgsize = DEFAULT_BYTES};
  if (flags & O_CREAT) {
    va_list arguments;
    va_start(arguments, flags);
    (void)va_arg(arguments, int);
    const struct mq_attr *given = va_arg(arguments, const struct mq_attr *);
    va_end(arguments);
    if (given) attributes = *given;
  }
  int access = flags & O_ACCMODE;
  uint32_t how = (flags & O_CREAT ? HS_MQ_CREATE : 0u) | (flags & O_EXCL ? HS_MQ_EXCLUSIVE : 0u) |
                 (flags & O_NONBLOCK ? HS_MQ_NONBLOCKING : 0u) | (access == O_WRONLY ? 0u : HS_MQ_READS) |
                 (access == O_RDONLY ? 0u : HS_MQ_WRITES);
  return hs_result(hs_system_mq_open(name, strlen(name), how, attributes.mq_maxmsg, attributes.mq_msgsize));
}
int mq_close(mqd_t queue) { return hs_result(hs_system_mq_close(queue)); }
int mq_unlink(const char *name) { return hs_result(hs_system_mq_unlink(name, strlen(name))); }

int mq_timedsend(mqd_t queue, const char *data, size_t size, unsigned priority, const struct timespec *until) {
  if (!hs_is_time(until)) return hs_fail(EINVAL);
  uint64_t time = hs_time_until(CLOCK_REALTIME, until);
  uint32_t low = (uint32_t)time, high = (uint32_t)(time >> 32);
  return hs_result(HS_CANCELLABLE(hs_system_mq_send(queue, data, size, priority, low, high)));
}
int mq_send(mqd_t queue, const char *data, size_t size, unsigned priority) {
  return mq_timedsend(queue, data, size, priority, NULL);
}

ssize_t mq_timedreceive(mqd_t queue, char *restrict buffer, size_t size, unsigned *restrict priority,
                        const struct timespec *restrict until) {
  if (!hs_is_time(until)) return hs_fail(EINVAL);
  uint64_t time = hs_time_until(CLOCK_REALTIME, until);
  uint32_t low = (uint32_t)time, high = (uint32_t)(time >> 32);
  return hs_result(HS_CANCELLABLE(hs_system_mq_receive(queue, buffer, size, priority, low, high)));
}
ssize_t mq_receive(mqd_t queue, char *buffer, size_t size, unsigned *priority) {
  return mq_timedreceive(queue, buffer, size, priority, NULL);
}

int mq_setattr(mqd_t queue, const struct mq_attr *restrict set, struct mq_attr *restrict old) {
  int32_t words[4];
  int result = hs_system_mq_attributes(queue, words, set ? (set->mq_flags & O_NONBLOCK) != 0 : -1);
  if (result == 0 && old) {
    *old = (struct mq_attr){.mq_flags = words[0] ? O_NONBLOCK : 0, .mq_maxmsg = words[1]};
    old->mq_msgsize = words[2];
    old->mq_curmsgs = words[3];
  }
  return hs_result(result);
}
int mq_getattr(mqd_t queue, struct mq_attr *attributes) { return mq_setattr(queue, NULL, attributes); }
