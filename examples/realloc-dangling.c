/* realloc() may move a block. A pointer kept from before then points to freed memory. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *numbers = malloc(2 * sizeof *numbers);
    if (numbers == NULL)
        return 1;
    numbers[0] = 11;
    numbers[1] = 22;
    int *first = &numbers[0];

    int *larger = realloc(numbers, 1000 * sizeof *numbers);
    if (larger == NULL) {
        free(numbers);
        return 1;
    }
    larger[999] = 33;

    *first = 44; /* the block has moved away from here */
    printf("first number: %d\n", larger[0]);
    free(larger);
    return 0;
}
