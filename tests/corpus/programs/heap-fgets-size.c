/* expect: heap-buffer-overflow 9 */
/* stdin: "a line that is longer than the buffer\n" */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *buf = malloc(16);
    if (fgets(buf, 32, stdin) == NULL)
        return 1;
    free(buf);
    return 0;
}
