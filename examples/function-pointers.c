/* A table of operations: functions are values that can be stored and called. */
#include <stdio.h>
#include <string.h>

typedef double operation(double, double);

static double add(double a, double b) { return a + b; }
static double subtract(double a, double b) { return a - b; }
static double multiply(double a, double b) { return a * b; }
static double divide(double a, double b) { return a / b; }

static const struct {
    const char *symbol;
    operation *apply;
} operations[] = {
    {"+", add},
    {"-", subtract},
    {"*", multiply},
    {"/", divide},
};

static operation *find_operation(const char *symbol)
{
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        if (strcmp(operations[i].symbol, symbol) == 0)
            return operations[i].apply;
    return NULL;
}

int main(void)
{
    const char *symbols[] = {"+", "-", "*", "/", "%"};

    for (int i = 0; i < 5; i++) {
        operation *apply = find_operation(symbols[i]);
        if (apply == NULL)
            printf("no operation '%s'\n", symbols[i]);
        else
            printf("12 %s 5 = %g\n", symbols[i], apply(12, 5));
    }
    return 0;
}
