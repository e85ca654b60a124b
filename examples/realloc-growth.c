/* A dynamic array that doubles its room when it is full. */
#include <stdio.h>
#include <stdlib.h>

struct vector {
    int *items;
    size_t length;
    size_t capacity;
};

static void append(struct vector *vector, int item)
{
    if (vector->length == vector->capacity) {
        size_t capacity = vector->capacity == 0 ? 2 : 2 * vector->capacity;
        int *items = realloc(vector->items, capacity * sizeof *items);
        if (items == NULL)
            exit(1);
        printf("room for %zu -> %zu\n", vector->capacity, capacity);
        vector->items = items;
        vector->capacity = capacity;
    }
    vector->items[vector->length++] = item;
}

int main(void)
{
    struct vector squares = {0};

    for (int i = 1; i <= 20; i++)
        append(&squares, i * i);

    long sum = 0;
    for (size_t i = 0; i < squares.length; i++)
        sum += squares.items[i];
    printf("%zu squares, their sum is %ld\n", squares.length, sum);

    free(squares.items);
    return 0;
}
