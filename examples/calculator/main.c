/* A calculator in reverse Polish notation: "3 4 + 2 *" gives 14. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stack.h"

static bool calculate(struct stack *stack, char operator)
{
    double right, left;
    if (!stack_pop(stack, &right) || !stack_pop(stack, &left))
        return false;
    switch (operator) {
    case '+':
        stack_push(stack, left + right);
        return true;
    case '-':
        stack_push(stack, left - right);
        return true;
    case '*':
        stack_push(stack, left * right);
        return true;
    case '/':
        stack_push(stack, left / right);
        return true;
    default:
        return false;
    }
}

static void evaluate(char *line)
{
    struct stack *stack = stack_new();
    double value;

    for (char *word = strtok(line, " \n"); word != NULL; word = strtok(NULL, " \n")) {
        char *end;
        value = strtod(word, &end);
        if (end != word) {
            stack_push(stack, value);
        } else if (!calculate(stack, *word)) {
            printf("error at '%s'\n", word);
            stack_free(stack);
            return;
        }
    }
    if (stack_pop(stack, &value))
        printf("%g\n", value);
    stack_free(stack);
}

int main(void)
{
    char line[128];
    while (fgets(line, sizeof line, stdin) != NULL)
        evaluate(line);
    return 0;
}
