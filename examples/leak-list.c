/* One pointer is lost, and with it everything that could be reached through it. */
#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

static struct node *head;

static void push(int value)
{
    struct node *node = malloc(sizeof *node);
    if (node == NULL)
        exit(1);
    node->value = value;
    node->next = head;
    head = node;
}

int main(void)
{
    for (int i = 1; i <= 5; i++)
        push(i);
    printf("the list starts with %d\n", head->value);

    head = NULL; /* that is not how a list is freed */
    return 0;
}
