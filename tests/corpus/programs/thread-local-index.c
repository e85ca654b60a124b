/* expect: global-buffer-overflow 11, global-buffer-overflow 17 */
/* oracle: native checkers put no redzones around thread-local variables */
#include <pthread.h>
#include <stdio.h>

static _Thread_local int slots[4];
static _Thread_local char name[8];
static _Thread_local int calls;

static void *work(void *last) {
  for (int i = 0; i <= *(int *)last; i++) slots[i] = i;
  calls++;
  return NULL;
}

static void rename_to(const char *to) {
  for (int i = 0; to[i]; i++) name[i] = to[i];
  calls++;
}

int main(void) {
  int last = 4;
  pthread_t thread;
  pthread_create(&thread, NULL, work, &last);
  pthread_join(thread, NULL);
  last = 3;
  work(&last);
  rename_to("Wilhelmina");
  printf("%d %d %c\n", calls, slots[3], name[0]);
  return 0;
}
