/* expect: clean */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char small[8], exact[6];
    int n = snprintf(small, sizeof small, "%s-%d", "abcdef", 12345);
    printf("%d [%s]\n", n, small);
    snprintf(exact, sizeof exact, "%05d", 42);
    printf("[%s] %zu\n", exact, strlen(exact));
    printf("%d\n", snprintf(NULL, 0, "%x", 255));
    strncpy(small, "xy", sizeof small);
    printf("%d%d\n", small[2], small[7]);
    return 0;
}
