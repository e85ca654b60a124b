/* One byte too few: the string's final 0 has no room. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *duplicate(const char *text)
{
    size_t length = strlen(text);
    char *copy = malloc(length); /* + 1 is missing */
    if (copy == NULL)
        exit(1);
    for (size_t i = 0; i < length; i++)
        copy[i] = text[i];
    copy[length] = '\0';
    return copy;
}

int main(void)
{
    char *word = duplicate("overflow");
    printf("the copy starts with '%c'\n", word[0]);
    free(word);
    return 0;
}
