/* A singly linked list: insert in order, reverse, free. */
#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

/* Inserts `value` so that the list stays sorted; gives the new head. */
static struct node *insert_sorted(struct node *head, int value)
{
    struct node *added = malloc(sizeof *added);
    if (added == NULL)
        exit(1);
    added->value = value;

    /* `link` points at the pointer that will have to point to the new node. */
    struct node **link = &head;
    while (*link != NULL && (*link)->value < value)
        link = &(*link)->next;
    added->next = *link;
    *link = added;
    return head;
}

static struct node *reverse(struct node *head)
{
    struct node *reversed = NULL;
    while (head != NULL) {
        struct node *next = head->next;
        head->next = reversed;
        reversed = head;
        head = next;
    }
    return reversed;
}

static void print_list(const struct node *head)
{
    for (; head != NULL; head = head->next)
        printf("%d%s", head->value, head->next != NULL ? " -> " : "\n");
}

static void free_list(struct node *head)
{
    while (head != NULL) {
        struct node *next = head->next; /* read it before the node is gone */
        free(head);
        head = next;
    }
}

int main(void)
{
    const int values[] = {30, 10, 50, 20, 40};
    struct node *list = NULL;

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        list = insert_sorted(list, values[i]);
    print_list(list);

    list = reverse(list);
    print_list(list);

    free_list(list);
    return 0;
}
