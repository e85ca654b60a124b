/* expect: leak:definitely-lost 9 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *buf = malloc(100);
    buf[0] = 'x';
    char *grown = realloc(buf, 200);
    if (!grown) return 1;
    grown[199] = 'y';
    putchar(grown[0]);
    putchar('\n');
    return 0;
}
