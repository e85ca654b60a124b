/* expect: clean */
/* stdin: "12\n\nabc\n-7\n99999999999999999999\nno newline at end" */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char line[16];
    int good = 0, bad = 0;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *end;
        errno = 0;
        long v = strtol(line, &end, 10);
        if (end == line || *end != '\0' || errno == ERANGE)
            bad++;
        else {
            good++;
            printf("%ld\n", v);
        }
    }
    printf("good %d bad %d\n", good, bad);
    return 0;
}
