/* expect: leak:definitely-lost 7 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *numbers = malloc(10 * sizeof(int));
    for (int i = 0; i < 10; i++)
        numbers[i] = i * i;
    printf("%d\n", numbers[9]);
    numbers = NULL;
    return 0;
}
