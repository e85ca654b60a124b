/* A negative number turns into a huge size. */
#include <stdio.h>
#include <stdlib.h>

static char *read_field(int end, int start)
{
    int length = end - start;
    return malloc((size_t)length);
}

int main(void)
{
    char *field = read_field(4, 10); /* the wrong way round */
    puts(field == NULL ? "no memory for the field" : "that was a large field");
    free(field);
    return 0;
}
