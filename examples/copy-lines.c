/* getline() and strdup() allocate for us, and we free. Reads lines and prints them in reverse order. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define MAX_LINES 100

int main(void)
{
    char *lines[MAX_LINES];
    int count = 0;
    char *line = NULL; /* getline() makes it as large as it needs, and uses it again */
    size_t capacity = 0;
    ssize_t length;

    while (count < MAX_LINES && (length = getline(&line, &capacity, stdin)) > 0) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        lines[count] = strdup(line);
        if (lines[count] == NULL)
            break;
        count++;
    }
    free(line);

    while (count > 0) {
        count--;
        puts(lines[count]);
        free(lines[count]);
    }
    return 0;
}
