/* expect: stack-overflow 9-11 */
#include <alloca.h>
#include <string.h>

/* alloca's memory lives until the function returns, not until the end of the loop's body */
int main(void)
{
    int total = 0;
    for (int i = 0; i < 1000; i++) {
        char *line = alloca(100000);
        memset(line, i, 100000);
        total += line[0];
    }
    return total == 1;
}
