/* A list of tasks. Each is freed after its last use. */
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
  while (head != NULL) {
    struct task *next = head->next;
    free(head);
    head = next;
  }
}

int main(void) {
  struct task *head = NULL;
  head = push(head, 1);
  head = push(head, 2);
  head = push(head, 3);

  struct task *done = head->next;
  head->next = done->next;
  printf("task %d is done\n", done->number);
  free(done);
  int *note = malloc(8);
  if (note == NULL) exit(1);
  *note = 77;
  printf("note %d\n", *note);

  free(note);
  free_all(head);
  return 0;
}
