/* Three messages are copied to the heap. Two are freed. Where did the third go? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Gives a copy of the text in a block of exactly `size` bytes. The caller frees it. */
static char *copy_text(const char *text, size_t size)
{
    char *copy = malloc(size);
    if (copy == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    snprintf(copy, size, "%s", text);
    return copy;
}

static void greet(const char *name)
{
    char *line = malloc(30);
    if (line == NULL)
        return;
    snprintf(line, 30, "Hello, %s!", name);
    puts(line);
    /* `line` goes out of scope here, and with it the only pointer to the block. */
}

int main(void)
{
    char *first = copy_text("first message", 16);
    char *second = copy_text("the second message", 24);

    puts(first);
    puts(second);
    greet("Ada");

    free(first);
    free(second);
    return 0;
}
