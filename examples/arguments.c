/* Adds up the numbers of its command line. The exit code says whether all of them were numbers. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char *argv[])
{
    long sum = 0;
    int bad = 0;

    for (int i = 1; i < argc; i++) {
        char *end;
        long number = strtol(argv[i], &end, 10);
        if (*argv[i] == '\0' || *end != '\0') {
            fprintf(stderr, "'%s' is not a number\n", argv[i]);
            bad++;
            continue;
        }
        sum += number;
    }
    printf("sum %ld\n", sum);
    return bad > 0 ? 2 : 0;
}
