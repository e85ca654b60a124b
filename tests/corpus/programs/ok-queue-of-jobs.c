/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <sys/queue.h>

struct job {
  int number;
  TAILQ_ENTRY(job) links;
};
TAILQ_HEAD(jobs, job);

static void add(struct jobs *jobs, int number) {
  struct job *job = malloc(sizeof *job), *other;
  job->number = number;
  TAILQ_FOREACH(other, jobs, links) {
    if (other->number > number) {
      TAILQ_INSERT_BEFORE(other, job, links);
      return;
    }
  }
  TAILQ_INSERT_TAIL(jobs, job, links);
}

int main(void) {
  struct jobs jobs = TAILQ_HEAD_INITIALIZER(jobs);
  static const int numbers[] = {5, 1, 4, 9, 3};
  for (int i = 0; i < 5; i++) {
    add(&jobs, numbers[i]);
  }
  struct job *job;
  TAILQ_FOREACH_REVERSE(job, &jobs, jobs, links) { printf("%d ", job->number); }
  while ((job = TAILQ_FIRST(&jobs)) != NULL) {
    TAILQ_REMOVE(&jobs, job, links);
    free(job);
  }
  puts(TAILQ_EMPTY(&jobs) ? "done" : "left");
  return 0;
}
