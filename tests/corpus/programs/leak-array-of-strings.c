/* expect: leak:definitely-lost 11 */
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

int main(void)
{
    int i, n = 3;
    char **names = malloc(n * sizeof(char *));
    for (i = 0; i < n; i++) {
        names[i] = malloc(8);
        sprintf(names[i], "n%d", i);
    }
    for (i = 0; i < n; i++)
        puts(names[i]);
    free(names);
    memset(&names, 0, sizeof names);
    return 0;
}
