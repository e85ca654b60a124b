/* expect: heap-buffer-overflow 9 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *label = malloc(8);
    if (!label) return 1;
    sprintf(label, "item-%04d", 42);
    free(label);
    return 0;
}
