/* expect: clean */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char buf[32] = "", *p;
    strncat(buf, "hello world", 5);
    strcat(buf, ", ");
    strncat(buf, "you there", 3);
    printf("%s %zu\n", buf, strlen(buf));
    printf("%s %s %d\n", strstr(buf, "lo"), strrchr(buf, 'o'), (int)strcspn(buf, ","));
    if ((p = strpbrk(buf, "xyz")) != NULL) *p = toupper((unsigned char)*p);
    char *copy = malloc(strlen(buf) + 1);
    for (p = copy; (*p = *buf ? buf[p - copy] : 0) != 0; p++) {}
    printf("%s %d %d\n", copy, strcmp(copy, buf), strcoll("a", "b") < 0);
    char *end = stpcpy(buf, "short");
    memset(end, '.', 3);
    end[3] = 0;
    puts(buf);
    free(copy);
    return 0;
}
