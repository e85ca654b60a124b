/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    const char *words[] = { "", "a", "ab", "abc", "abcd", "abcde", "abcdefg", "abcdefgh", "abcdefghijklmnop" };
    size_t total = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        char *exact = malloc(n + 1);
        memcpy(exact, words[i], n + 1);
        total += strlen(exact);
        if (strchr(exact, 'z') != NULL || strcmp(exact, words[i]) != 0)
            return 1;
        free(exact);
    }
    printf("%zu\n", total);
    return 0;
}
