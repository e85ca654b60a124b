/* expect: double-free 15 */
#include <stdlib.h>
#include <stdio.h>

int main(void)
{
    char *old = malloc(10);
    char *bigger = realloc(old, 100000);
    if (bigger == NULL) {
        free(old);
        return 1;
    }
    bigger[99999] = 1;
    free(bigger);
    free(old);
    return 0;
}
