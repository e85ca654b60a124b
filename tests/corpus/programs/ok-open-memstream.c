/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    if (!f) return 1;
    for (int i = 0; i < 40; i++)
        fprintf(f, "%d,", i);
    fclose(f);
    printf("%zu %.9s\n", size, text);
    free(text);
    return 0;
}
