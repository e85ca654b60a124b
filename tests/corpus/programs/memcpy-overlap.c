/* expect: overlapping-memcpy 9 */
#include <string.h>
#include <stdio.h>

int main(void)
{
    char text[32] = "the quick brown fox";
    int n = (int)strlen(text) - 4;
    memcpy(text, text + 4, n + 1);
    puts(text);
    return 0;
}
