/* A list of tasks. Two places use a task after it has been freed. */
#include <stdio.h>
#include <stdlib.h>

struct task {
  struct task *next;
  int number;
};

static struct task *push(struct task *head, int number) {
  struct task *made = malloc(sizeof *made);
  if (made == NULL) exit(1);
  made->next = head;
  made->number = number;
  return made;
}

static void free_all(struct task *head) {
  for (struct task *task = head; task != NULL; task = task->next) {
    free(task);
  }
}

int main(void) {
  struct task *head = NULL;
  head = push(head, 1);
  head = push(head, 2);
  head = push(head, 3);

  struct task *done = head->next;
  head->next = done->next;
  free(done);
  int *note = malloc(8);
  if (note == NULL) exit(1);
  *note = 77;
  printf("task %d is done\n", done->number);
  printf("note %d\n", *note);

  free(note);
  free_all(head);
  return 0;
}
