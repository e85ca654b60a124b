/* expect: division-by-zero 8 */
#include <stdio.h>

struct table { unsigned size; };

static unsigned slot(const struct table *t, unsigned key)
{
    return key % t->size;
}

int main(void)
{
    struct table t = { 0 };
    printf("%u\n", slot(&t, 42));
    return 0;
}
