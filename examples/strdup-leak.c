/* strdup() is malloc() in disguise. The copy made for a comparison is forgotten on one way out. */
#define _POSIX_C_SOURCE 200809L
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_yes(const char *answer)
{
    char *lower = strdup(answer);
    if (lower == NULL)
        return false;
    for (char *c = lower; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);

    if (strcmp(lower, "yes") == 0)
        return true; /* `lower` is still allocated */

    free(lower);
    return false;
}

int main(void)
{
    const char *answers[] = {"No", "YES", "maybe", "yes"};

    for (int i = 0; i < 4; i++)
        printf("%-5s %s\n", answers[i], is_yes(answers[i]) ? "yes" : "no");
    return 0;
}
