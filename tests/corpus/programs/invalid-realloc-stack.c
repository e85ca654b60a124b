/* expect: invalid-free 8 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int fixed[4] = {1, 2, 3, 4};
    int *grown = realloc(fixed, 8 * sizeof(int));
    if (grown == NULL)
        puts("realloc failed");
    return 0;
}
