/* expect: clean */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct message { int length; char text[]; };
static struct message greeting = {5, {'h', 'e', 'l', 'l', 'o'}};
struct old_style { int count; int item[1]; };
struct node { int key; struct { int x, y; } at; };
union bits { double d; unsigned char byte[8]; unsigned int half[2]; };

static int matrix[3][4] = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}};
static const char digits[] = "0123456789abcdef";
extern int declared_only[];
int declared_only[6] = {1, 2, 3, 4, 5, 6};

static int sum_flat(void) {
  int sum = 0;
  for (int i = 0; i < 12; i++) sum += (&matrix[0][0])[i];
  return sum;
}

static int from_one(int n) {
  int values[10], sum = 0;
  int *v = values - 1; /* counted from 1, as in old books */
  for (int i = 1; i <= n; i++) v[i] = i;
  for (int *p = values + n; p-- > values;) sum += *p;
  return sum;
}

static int chosen(int which, int i) {
  int low[4] = {1, 2, 3, 4}, high[8] = {10, 20, 30, 40, 50, 60, 70, 80};
  return (which ? high : low)[i] + *((which ? high : low) + i);
}

static int behind(const char *text) {
  char buffer[32];
  strcpy(buffer, text);
  char *end = buffer + strlen(buffer);
  return end[-1] + buffer[end - buffer - 2] + *(buffer + strlen(buffer) - 1);
}

static int container(int i) {
  struct node nodes[3] = {{1, {2, 3}}, {4, {5, 6}}, {7, {8, 9}}};
  int *y = &nodes[i].at.y;
  struct node *of = (struct node *)((char *)y - offsetof(struct node, at.y));
  return of->key + ((struct node *)((char *)&nodes[i].at.y - offsetof(struct node, at.y)))->key;
}

static int one_past(void) {
  int a[5] = {1, 2, 3, 4, 5}, sum = 0;
  const int *end = &a[5];
  for (const int *p = &a[0]; p != end; ++p) sum += *p;
  return sum + (int)(&a[5] - a);
}

int main(void) {
  union { struct old_style head; int room[8]; } list = {{0, {0}}};
  struct old_style *l = &list.head;
  for (l->count = 0; l->count < 6; l->count++) l->item[l->count] = l->count;
  union bits b = {1.5};
  char text[4] = "abc";
  int ends = 0;
  for (int i = 0; i < greeting.length; i++) ends += greeting.text[i];
  for (int i = 0; i < 16; i++) ends += digits[i] - "0123456789abcdef"[i];
  printf("%d %d %d %d\n", sum_flat(), from_one(10), chosen(1, 7) + chosen(0, 3), behind("textual"));
  printf("%d %d %d %u %d\n", container(2), one_past(), ends, b.byte[7] + b.half[1], declared_only[5]);
  printf("%d %d %s\n", list.head.count, *(l->item + 5), &text[3] - 1);
  return 0;
}
