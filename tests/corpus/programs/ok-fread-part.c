/* expect: clean */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char block[64];
    FILE *f = fopen("letters.txt", "w+");
    if (!f) return 0;
    for (char c = 'a'; c <= 'z'; c++) fputc(c, f);
    rewind(f);
    size_t n, total = 0, vowels = 0;
    while ((n = fread(block, 1, 10, f)) > 0) {
        for (size_t i = 0; i < n; i++) vowels += strchr("aeiou", block[i]) != NULL;
        total += n;
    }
    fseek(f, -3, SEEK_END);
    int c = getc(f);
    ungetc('X', f);
    int d = getc(f);
    char word[8];
    int m = fscanf(f, "%7s", word);
    printf("%zu %zu %c%c %d %s %ld %d\n", total, vowels, c, d, m, word, ftell(f), feof(f) != 0);
    fclose(f);
    remove("letters.txt");
    return 0;
}
