/* Being told of a message: by a signal, or by a function that runs in a thread of its own. */
#include <mqueue.h>
#include <pthread.h>

#include "heapscope/threads.h"

#define MOST_NOTICES 32

struct notice {
  int32_t number; /* the system's; 0: this one is free */
  void (*run)(union sigval);
  union sigval value;
};
static struct notice notices[MOST_NOTICES];

/* The thread is there from the beginning, and waits. */
static void *when_message_comes(void *argument) {
  struct notice *place = argument, own = *place;
  place->number = 0;
  if (hs_system_mq_wait_notified(own.number) == 0) own.run(own.value);
  return NULL;
}

static int notify_by_thread(mqd_t queue, const struct sigevent *event) {
  struct notice *place = notices;
  while (place < notices + MOST_NOTICES && place->number) place++;
  if (place == notices + MOST_NOTICES) return hs_fail(ENOMEM);
  int32_t number = hs_system_mq_notify(queue, HS_MQ_BY_THREAD, 0);
  if (number < 0) return hs_result(number);
  *place = (struct notice){number, event->sigev_notify_function, event->sigev_value};
  pthread_t thread;
  if (pthread_create(&thread, event->sigev_notify_attributes, when_message_comes, place)) {
    hs_system_mq_notify(queue, HS_MQ_NO_MORE, 0);
    place->number = 0;
    return hs_fail(EAGAIN);
  }
  pthread_detach(thread);
  return 0;
}

int mq_notify(mqd_t queue, const struct sigevent *event) {
  if (event && event->sigev_notify == SIGEV_THREAD) return notify_by_thread(queue, event);
  int signal = !event ? HS_MQ_NO_MORE : event->sigev_notify == SIGEV_NONE ? 0 : event->sigev_signo;
  return hs_result(hs_system_mq_notify(queue, signal, event ? event->sigev_value.sival_int : 0));
}
