/* expect: clean */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct list { struct list *prev, *next; };

#define container_of(p, type, member) ((type *)((char *)(p) - offsetof(type, member)))

struct task { int priority; struct list link; char name; };

static void list_add(struct list *at, struct list *n)
{
    n->next = at->next;
    n->prev = at;
    at->next->prev = n;
    at->next = n;
}

static void list_del(struct list *n)
{
    n->prev->next = n->next;
    n->next->prev = n->prev;
}

static struct list tasks = { &tasks, &tasks };

int main(void)
{
    for (int i = 0; i < 4; i++) {
        struct task *t = malloc(sizeof *t);
        t->priority = i * i % 5;
        t->name = (char)('a' + i);
        list_add(tasks.prev, &t->link);
    }
    while (tasks.next != &tasks) {
        struct task *best = NULL;
        for (struct list *l = tasks.next; l != &tasks; l = l->next) {
            struct task *t = container_of(l, struct task, link);
            if (!best || t->priority > best->priority) best = t;
        }
        printf("%c%d ", best->name, best->priority);
        list_del(&best->link);
        free(best);
    }
    putchar('\n');
    return 0;
}
