/* expect: leak:definitely-lost 14, leak:definitely-lost 17, leak:definitely-lost 20, leak:still-reachable 21, leak:still-reachable 10 */
/* At exit streams let go of their buffers; one has a pointer in a global, too. */
#include <stdio.h>
#include <stdlib.h>

static char *kept;

int main(void)
{
    FILE *other = fopen("/dev/null", "w");
    if (!other)
        return 1;
    char *first =
        malloc(BUFSIZ);
    setvbuf(stdout, first, _IOFBF, BUFSIZ);
    char *second =
        malloc(512);
    setvbuf(other, second, _IOFBF, 512);
    fputs("x", other);
    char *third = malloc(256);
    kept = malloc(128);
    setvbuf(stdin, third, _IOFBF, 256);
    setvbuf(stderr, kept, _IOFBF, 128);
    puts("through the buffer");
    fputs("to nobody\n", stderr);
    return first == second;
}
