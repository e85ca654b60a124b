/* Contacts share a city name; three calls of free() get something that free() can't take. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct contact {
  char *name;
  char *city;
};

static char *copy_of(const char *text) {
  char *copy = malloc(strlen(text) + 1);
  if (copy == NULL) exit(1);
  strcpy(copy, text);
  return copy;
}

static void contact_clear(struct contact *contact) {
  free(contact->name);
  free(contact->city);
}

static const char *skip_spaces(const char *text) {
  while (*text == ' ') text = text + 1;
  return text;
}

int main(void) {
  struct contact ada = {copy_of("Ada"), copy_of("London")};
  struct contact bob = {copy_of("Bob"), ada.city};
  printf("%s and %s live in %s\n", ada.name, bob.name, bob.city);
  contact_clear(&ada);
  contact_clear(&bob);

  char *line = copy_of("  hello");
  line = (char *)skip_spaces(line);
  printf("%s\n", line);
  free(line);

  char buffer[16] = "on the stack";
  char *text = buffer;
  printf("%s\n", text);
  free(text);
  return 0;
}
