/* expect: heap-buffer-overflow 10 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *a = malloc(10);
    for (int i = 0; i < 26; i++)
        a[i] = 'a' + i;
    a[9] = '\0';
    printf("%s\n", a);
    free(a);
    return 0;
}
