/* expect: null-dereference 8 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    const char *home = getenv("NO_SUCH_VARIABLE_HERE");
    return (int)strlen(home);
}
