/* expect: use-after-scope 28, use-after-return 36, use-after-free 43 */
/* oracle: memcheck and AddressSanitizer have no bounds for memory of the stack that was given back */
#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer {
    char *data, *end;
    size_t room;
};

static char *copied(const char *text)
{
    char *copy = alloca(strlen(text) + 1);
    return strcpy(copy, text);
}

static int last_square(int n)
{
    int *last = &n;
    for (int i = 1; i < n; i++) {
        int squares[i];
        for (int k = 0; k < i; k++)
            squares[k] = k * k;
        last = &squares[i - 1];
    }
    return *last;
}

int main(void)
{
    char *copy = copied("gone by now");
    struct buffer b = {malloc(4), NULL, 4};
    printf("%d\n", last_square(4));
    puts(copy);

    b.end = b.data;
    for (int i = 0; i < 5; i++) {
        if (i == 4)
            b.data = realloc(b.data, b.room *= 2);
        /* The end was of the block that realloc has moved. */
        *b.end++ = (char)('a' + i);
    }
    free(b.data);
    return 0;
}
