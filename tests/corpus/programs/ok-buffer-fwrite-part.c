/* expect: clean */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[512];
    int n = 0;
    for (int i = 0; i < 26; i++)
        line[n++] = (char)('a' + i);
    line[n++] = '\n';
    fwrite(line, 1, n, stdout);
    memset(line, '-', 10);
    printf("%.10s\n", line);
    fputs("", stdout);
    return 0;
}
