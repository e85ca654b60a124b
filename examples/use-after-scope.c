/* A pointer outlives the block in which its variable was declared. */
#include <stdio.h>

int main(void)
{
    const char *label = NULL;

    for (int day = 1; day <= 2; day++) {
        char text[16];
        snprintf(text, sizeof text, "day %d", day);
        label = text;
    }

    char first = label[0]; /* `text` ended with the loop */
    puts(first == 'd' ? "looks fine, and is wrong" : "already overwritten");
    return 0;
}
