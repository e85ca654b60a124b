/* A stack of numbers. */
#ifndef STACK_H
#define STACK_H

#include <stdbool.h>

struct stack;

struct stack *stack_new(void);
void stack_push(struct stack *stack, double value);
/* Gives false when the stack is empty. */
bool stack_pop(struct stack *stack, double *value);
void stack_free(struct stack *stack);

#endif
