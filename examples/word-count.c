/* Counts the words of its input and prints them by frequency. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word {
    char *text;
    int count;
};

struct words {
    struct word *items;
    size_t count;
    size_t capacity;
};

static char *copy_of(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy == NULL)
        exit(1);
    return memcpy(copy, text, size);
}

static void count_word(struct words *words, const char *text)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i].text, text) == 0) {
            words->items[i].count++;
            return;
        }
    if (words->count == words->capacity) {
        words->capacity = words->capacity ? 2 * words->capacity : 8;
        words->items = realloc(words->items, words->capacity * sizeof *words->items);
        if (words->items == NULL)
            exit(1);
    }
    words->items[words->count++] = (struct word){copy_of(text), 1};
}

static int by_count(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    if (left->count != right->count)
        return right->count - left->count;
    return strcmp(left->text, right->text);
}

int main(void)
{
    struct words words = {0};
    char line[256];

    while (fgets(line, sizeof line, stdin) != NULL) {
        for (char *c = line; *c != '\0'; c++)
            *c = isalpha((unsigned char)*c) ? (char)tolower((unsigned char)*c) : ' ';
        for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " "))
            count_word(&words, word);
    }

    if (words.count > 0)
        qsort(words.items, words.count, sizeof *words.items, by_count);
    for (size_t i = 0; i < words.count; i++) {
        printf("%3d %s\n", words.items[i].count, words.items[i].text);
        free(words.items[i].text);
    }
    free(words.items);
    return 0;
}
