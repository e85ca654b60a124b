/* Sorting pointers to strings with qsort() and a comparator of our own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_length_then_text(const void *a, const void *b)
{
    const char *left = *(const char *const *)a;
    const char *right = *(const char *const *)b;
    size_t left_length = strlen(left), right_length = strlen(right);
    if (left_length != right_length)
        return left_length < right_length ? -1 : 1;
    return strcmp(left, right);
}

int main(void)
{
    const char *planets[] = {"Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune"};
    const size_t count = sizeof planets / sizeof planets[0];
    const char **sorted = malloc(count * sizeof *sorted);
    if (sorted == NULL)
        return 1;

    memcpy(sorted, planets, sizeof planets);
    qsort(sorted, count, sizeof *sorted, by_length_then_text);
    for (size_t i = 0; i < count; i++)
        printf("%zu %s\n", strlen(sorted[i]), sorted[i]);

    free(sorted);
    return 0;
}
