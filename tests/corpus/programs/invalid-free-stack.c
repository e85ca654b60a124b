/* expect: invalid-free 6 */
#include <stdlib.h>
#include <string.h>

void release(char *p) {
    free(p);
}

int main() {
    char name[32];
    strcpy(name, "stack");
    release(name);
    return 0;
}
