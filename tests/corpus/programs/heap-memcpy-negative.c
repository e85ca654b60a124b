/* expect: heap-buffer-overflow 11 */
/* oracle: AddressSanitizer has a kind of its own for negative sizes, and memcheck counts every page */
#include <stdlib.h>
#include <string.h>

/* the end lies before the start, so the length is negative */
static void cut(char *out, const char *text, int start, int end)
{
    if (start < 0)
        return;
    memcpy(out, text + start, end - start);
    out[end - start] = 0;
}

int main(void)
{
    char *out = malloc(16), *text = strdup("a line of text");
    cut(out, text, 5, 3);
    free(out);
    free(text);
    return 0;
}
