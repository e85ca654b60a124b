/* expect: null-dereference 9 */
#include <string.h>
#include <stdlib.h>

int main(void)
{
    char buf[8];
    char *name = NULL;
    strcpy(buf, name);
    return buf[0];
}
