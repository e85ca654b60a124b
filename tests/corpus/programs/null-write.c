/* expect: null-dereference 7 */
#include <stdlib.h>

int main(void)
{
    int *p = NULL;
    *p = 5;
    return 0;
}
