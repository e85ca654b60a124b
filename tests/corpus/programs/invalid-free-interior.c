/* expect: leak:definitely-lost 6, invalid-free 9 */
#include <stdlib.h>
#include <string.h>

int main(void) {
    char *s = malloc(20);
    strcpy(s, "  hello");
    while (*s == ' ') s++;
    free(s);
    return 0;
}
