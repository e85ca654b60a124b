/* Trimming the end of a string of spaces walks out of its front. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const int size = 8;
    char *padded = malloc(size);
    if (padded == NULL)
        return 1;
    for (int i = 0; i < size - 1; i++)
        padded[i] = ' ';
    padded[size - 1] = '\0';

    int last = size - 2;
    while (padded[last] == ' ') /* nothing stops this at 0 */
        last--;
    printf("%s\n", last < 0 ? "only spaces" : padded);
    free(padded);
    return 0;
}
