/* A small address book: a list of people, each with a name and a tree of phone numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct number {
  struct number *left, *right;
  int digits;
};

struct person {
  struct person *next;
  char *name;
  struct number *numbers;
};

static struct person *person_new(const char *name, int digits) {
  struct person *made = malloc(sizeof *made);
  if (made == NULL) return NULL;
  made->next = NULL;
  made->name = malloc(strlen(name) + 1);
  if (made->name == NULL) return NULL;
  strcpy(made->name, name);
  made->numbers = malloc(sizeof *made->numbers);
  if (made->numbers == NULL) return NULL;
  *made->numbers = (struct number){NULL, NULL, digits};
  return made;
}

static int add_number(struct person *person, int digits) {
  struct number **place = &person->numbers;
  while (*place != NULL) {
    place = digits < (*place)->digits ? &(*place)->left : &(*place)->right;
  }
  *place = malloc(sizeof **place);
  if (*place == NULL) return 0;
  **place = (struct number){NULL, NULL, digits};
  return 1;
}

static void numbers_free(struct number *root) {
  if (root == NULL) return;
  free(root);
}

static void people_free(struct person *person) {
  while (person != NULL) {
    struct person *next = person->next;
    numbers_free(person->numbers);
    free(person);
    person = next;
  }
}

int main(void) {
  struct person *people = person_new("Ada", 500);
  if (people == NULL) return 1;
  people->next = person_new("Bob", 700);
  if (people->next == NULL) return 1;
  if (!add_number(people, 300)) return 1;
  if (!add_number(people, 800)) return 1;
  printf("%s: %d %d %d\n", people->name, people->numbers->left->digits, people->numbers->digits,
         people->numbers->right->digits);
  people_free(people);
  return 0;
}
