#include "stack.h"

#include <stdio.h>
#include <stdlib.h>

struct cell {
    double value;
    struct cell *below;
};

struct stack {
    struct cell *top;
};

static void *allocate(size_t size)
{
    void *block = malloc(size);
    if (block == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return block;
}

struct stack *stack_new(void)
{
    struct stack *stack = allocate(sizeof *stack);
    stack->top = NULL;
    return stack;
}

void stack_push(struct stack *stack, double value)
{
    struct cell *cell = allocate(sizeof *cell);
    cell->value = value;
    cell->below = stack->top;
    stack->top = cell;
}

bool stack_pop(struct stack *stack, double *value)
{
    struct cell *cell = stack->top;
    if (cell == NULL)
        return false;
    *value = cell->value;
    stack->top = cell->below;
    free(cell);
    return true;
}

void stack_free(struct stack *stack)
{
    free(stack); /* and the cells that are still on it? */
}
