/* expect: clean */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char raw[8];
    memcpy(raw, "key=val!", 8);
    printf("%.3s %.*s|%5.2s|\n", raw, 3, raw + 4, raw);
    char part[20];
    part[0] = 'a'; part[1] = 'b';
    printf("%.2s %.0s\n", part, part + 10);
    printf("%s\n", (char *)NULL == NULL ? "null" : part);
    return 0;
}
