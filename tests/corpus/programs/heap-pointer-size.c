/* expect: heap-buffer-overflow 9 */
#include <stdlib.h>

struct big { double values[10]; };

int main(void)
{
    struct big *b = malloc(sizeof(b));
    b->values[9] = 1.0;
    free(b);
    return 0;
}
