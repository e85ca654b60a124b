/* expect: clean */
/* stdin: "a first line\na second line here\na third\ni 1 zeroth\np\ns line row\np\nd 2\np\nu\nu\np\nw\nf second\nq\n" */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
  char *text;
  size_t length, room;
  struct line *next, *previous;
};

struct buffer {
  struct line *first, *last;
  int count;
};

enum kind { INSERTED, DELETED, REPLACED };

struct change {
  enum kind kind;
  int number;
  char *text;
  struct change *older;
};

static struct change *history;

static char *copy_text(const char *s) {
  size_t n = strlen(s) + 1;
  return memcpy(malloc(n), s, n);
}

static struct line *new_line(const char *text) {
  struct line *l = malloc(sizeof *l);
  l->length = strlen(text);
  l->room = l->length + 1;
  l->text = malloc(l->room);
  memcpy(l->text, text, l->room);
  l->next = l->previous = NULL;
  return l;
}

static void remember(enum kind kind, int number, const char *text) {
  struct change *c = malloc(sizeof *c);
  c->kind = kind;
  c->number = number;
  c->text = text ? copy_text(text) : NULL;
  c->older = history;
  history = c;
}

static struct line *line_at(struct buffer *b, int number) {
  struct line *l = b->first;
  while (l && number-- > 1) l = l->next;
  return l;
}

/* Puts a line before the one with this number, or at the end. */
static void insert(struct buffer *b, int number, const char *text) {
  struct line *l = new_line(text), *at = line_at(b, number);
  if (at) {
    l->next = at;
    l->previous = at->previous;
    if (at->previous) at->previous->next = l;
    else b->first = l;
    at->previous = l;
  } else {
    l->previous = b->last;
    if (b->last) b->last->next = l;
    else b->first = l;
    b->last = l;
  }
  b->count++;
}

static bool delete(struct buffer *b, int number) {
  struct line *l = line_at(b, number);
  if (!l) return false;
  *(l->previous ? &l->previous->next : &b->first) = l->next;
  *(l->next ? &l->next->previous : &b->last) = l->previous;
  free(l->text);
  free(l);
  b->count--;
  return true;
}

static int substitute(struct line *l, const char *from, const char *to) {
  size_t from_length = strlen(from), to_length = strlen(to);
  int times = 0;
  for (char *at = l->text; (at = strstr(at, from)); times++) {
    size_t offset = at - l->text;
    size_t length = l->length - from_length + to_length;
    if (length + 1 > l->room) {
      l->room = 2 * length + 1;
      l->text = realloc(l->text, l->room);
      at = l->text + offset;
    }
    memmove(at + to_length, at + from_length, l->length - offset - from_length + 1);
    memcpy(at, to, to_length);
    l->length = length;
    at += to_length;
  }
  return times;
}

static void undo(struct buffer *b) {
  struct change *c = history;
  if (!c) {
    puts("nothing to undo");
    return;
  }
  history = c->older;
  switch (c->kind) {
  case INSERTED:
    delete (b, c->number);
    break;
  case DELETED:
    insert(b, c->number, c->text);
    break;
  case REPLACED:
    delete (b, c->number);
    insert(b, c->number, c->text);
    break;
  }
  free(c->text);
  free(c);
}

static void print(const struct buffer *b) {
  int n = 1;
  for (const struct line *l = b->first; l; l = l->next) printf("%3d  %s\n", n++, l->text);
}

static int words(const struct buffer *b) {
  int n = 0;
  for (const struct line *l = b->first; l; l = l->next) {
    bool inside = false;
    for (const char *p = l->text; *p; p++) {
      if (isspace((unsigned char)*p)) inside = false;
      else if (!inside) inside = true, n++;
    }
  }
  return n;
}

static void strip(char *s) {
  size_t n = strlen(s);
  while (n > 0 && isspace((unsigned char)s[n - 1])) s[--n] = 0;
}

static bool command(struct buffer *b, char *input) {
  strip(input);
  char *rest = input[0] && input[1] == ' ' ? input + 2 : input + strlen(input);
  switch (input[0]) {
  case 'a':
    insert(b, b->count + 1, rest);
    remember(INSERTED, b->count, NULL);
    break;
  case 'i': {
    char *text;
    int number = (int)strtol(rest, &text, 10);
    while (*text == ' ') text++;
    insert(b, number, text);
    remember(INSERTED, number, NULL);
    break;
  }
  case 'd': {
    int number = atoi(rest);
    struct line *l = line_at(b, number);
    if (!l) {
      puts("no such line");
      break;
    }
    remember(DELETED, number, l->text);
    delete (b, number);
    break;
  }
  case 's': {
    char from[32], to[32];
    if (sscanf(rest, "%31s %31s", from, to) != 2) break;
    int n = 1, total = 0;
    for (struct line *l = b->first; l; l = l->next, n++) {
      char *before = copy_text(l->text);
      int times = substitute(l, from, to);
      if (times > 0) remember(REPLACED, n, before);
      total += times;
      free(before);
    }
    printf("%d replaced\n", total);
    break;
  }
  case 'f':
    for (struct line *l = b->first; l; l = l->next)
      if (strstr(l->text, rest)) printf("found: %s\n", l->text);
    break;
  case 'u':
    undo(b);
    break;
  case 'p':
    print(b);
    break;
  case 'w':
    printf("%d lines, %d words\n", b->count, words(b));
    break;
  case 'q':
    return false;
  default:
    printf("what is '%c'?\n", input[0]);
  }
  return true;
}

int main(void) {
  struct buffer b = {NULL, NULL, 0};
  char input[128];
  while (fgets(input, sizeof input, stdin) && command(&b, input)) {
  }
  while (b.count > 0) delete (&b, 1);
  while (history) {
    struct change *older = history->older;
    free(history->text);
    free(history);
    history = older;
  }
  return 0;
}
