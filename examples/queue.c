/* A queue in a ring: the end follows the start around a fixed array. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define CAPACITY 4

struct queue {
    int items[CAPACITY];
    int first;
    int count;
};

static bool enqueue(struct queue *queue, int item)
{
    if (queue->count == CAPACITY)
        return false;
    queue->items[(queue->first + queue->count) % CAPACITY] = item;
    queue->count++;
    return true;
}

static bool dequeue(struct queue *queue, int *item)
{
    if (queue->count == 0)
        return false;
    *item = queue->items[queue->first];
    queue->first = (queue->first + 1) % CAPACITY;
    queue->count--;
    return true;
}

int main(void)
{
    struct queue *queue = calloc(1, sizeof *queue);
    int item;
    if (queue == NULL)
        return 1;

    for (int customer = 1; customer <= 10; customer++) {
        if (!enqueue(queue, customer))
            printf("%d finds the queue full\n", customer);
        if (customer % 2 == 0 && dequeue(queue, &item))
            printf("%d is served\n", item);
    }
    while (dequeue(queue, &item))
        printf("%d is served\n", item);

    free(queue);
    return 0;
}
