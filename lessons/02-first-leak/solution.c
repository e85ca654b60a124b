/* Messages on the heap: each is a block of its own and a second block for its text. All of them are freed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct message {
  char *text;
  int priority;
};

static struct message *message_new(const char *text, int priority) {
  struct message *made = malloc(sizeof *made);
  if (made == NULL) return NULL;
  made->text = malloc(strlen(text) + 1);
  if (made->text == NULL) {
    free(made);
    return NULL;
  }
  strcpy(made->text, text);
  made->priority = priority;
  return made;
}

/* Frees the text before the block that holds the only pointer to it. */
static void message_free(struct message *message) {
  if (message == NULL) return;
  free(message->text);
  free(message);
}

static struct message *urgent;

int main(void) {
  struct message *current = message_new("disk is filling", 2);
  if (current == NULL) return 1;
  printf("%d: %s\n", current->priority, current->text);
  message_free(current);
  current = message_new("disk is full", 9);
  if (current == NULL) return 1;
  printf("%d: %s\n", current->priority, current->text);
  urgent = message_new("call somebody", 10);
  if (urgent != NULL) printf("%d: %s\n", urgent->priority, urgent->text);
  message_free(current);
  message_free(urgent);
  return 0;
}
