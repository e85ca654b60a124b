/* expect: leak:definitely-lost 12, leak:indirectly-lost 12 */
#include <stdlib.h>
#include <stdio.h>

struct Node {
    int data;
    struct Node *next;
};

struct Node* newNode(int data)
{
    struct Node* node = (struct Node*)malloc(sizeof(struct Node));
    node->data = data;
    node->next = NULL;
    return node;
}

int main()
{
    struct Node* head = NULL;
    int i;
    for (i = 3; i > 0; i--) {
        struct Node* n = newNode(i);
        n->next = head;
        head = n;
    }
    for (struct Node* p = head; p != NULL; p = p->next)
        printf("%d -> ", p->data);
    printf("NULL\n");
    head = NULL;
    return 0;
}
