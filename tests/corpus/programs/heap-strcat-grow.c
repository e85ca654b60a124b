/* expect: heap-buffer-overflow 11 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    const char *parts[] = { "alpha", "beta", "gamma" };
    char *all = malloc(12);
    all[0] = 0;
    for (int i = 0; i < 3; i++)
        strcat(all, parts[i]);
    free(all);
    return 0;
}
