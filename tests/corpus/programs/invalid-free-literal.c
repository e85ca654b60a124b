/* expect: invalid-free 11 */
#include <stdlib.h>
#include <stdio.h>

const char *pick(int n) { return n == 1 ? "one" : "many"; }

int main(void)
{
    char *word = (char *)pick(1);
    puts(word);
    free(word);
    return 0;
}
