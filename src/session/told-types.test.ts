import { expect, test } from 'vitest';
import { useLocalSession } from './testing/local-session.ts';

const local = useLocalSession();

const PROGRAM = `#include <stdlib.h>
struct pair { int first, second; };
static void *make(size_t size) {
    void *made = malloc(size);
    return made;
}
static struct pair *pair(int first) {
    struct pair *made = make(sizeof *made);
    made->first = first;
    return made;
}
int main(void) {
    struct pair *kept = pair(1);
    struct pair *lost = pair(2);
    void *nameless = malloc(4);
    lost = kept;
    nameless = NULL;
    free(kept);
    return lost == nameless;
}
`;

test('a leaked block keeps the type that its pointers told, at each step at which none does, forward and backward', async () => {
  await local().run(PROGRAM);
  const at = (line: number): string[] => {
    local().goToLine(line);
    return local()
      .objects()
      .right.map(({ block, type, rows }) => `${block} ${type}: ${rows.map(({ name }) => name).join()}`);
  };
  const known = '2 struct pair: first,second';
  expect(at(17)).toEqual(['1 struct pair: first,second', known, '3 : +0']);
  expect(at(19)).toContain(known);
  expect(at(16)).toContain(known);
  // Before any pointer told it, too: it is the same block.
  local().goToLine(5, 2);
  expect(local().objects().right.at(-1)).toMatchObject({ block: 2, type: 'struct pair' });
});

test('all nodes of a list that is lost, however many', async () => {
  await local().run(`#include <stdlib.h>
struct node { struct node *next; int value; };
int main(void) {
    struct node *head = NULL;
    for (int i = 0; i < 90; i++) {
        struct node *node = malloc(sizeof *node);
        node->next = head;
        node->value = i;
        head = node;
    }
    head = NULL;
    return head != NULL;
}
`);
  local().goToLine(12);
  expect(
    local()
      .objects()
      .right.map(({ type }) => type),
  ).toEqual(new Array(90).fill('struct node'));
});

test('what a list of void * holds, as its makers or its users tell', async () => {
  await local().run(`#include <stdlib.h>
struct node { void *data; struct node *next; };
struct point { int x, y; };
struct size { int width, height, depth; };
static struct node *cons(void *data, struct node *next) {
    struct node *node = malloc(sizeof *node);
    node->data = data;
    node->next = next;
    return node;
}
static struct point *point(int x) {
    struct point *made = malloc(sizeof *made);
    made->x = made->y = x;
    return made;
}
static int volume(const void *of) {
    const struct size *size = of;
    return size->width * size->height * size->depth;
}
int main(void) {
    struct node *list = cons(point(1), NULL);
    list = cons(calloc(1, sizeof(struct size)), list);
    int all = volume(list->data);
    return all + 1;
}
`);
  local().goToLine(24);
  expect(
    local()
      .objects()
      .right.map(({ type }) => type)
      .sort(),
  ).toEqual(['struct node', 'struct node', 'struct point', 'struct size']);
});
