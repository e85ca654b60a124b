/* expect: stack-buffer-overflow 8 */
/* stdin: "Bartholomew\n" */
#include <stdio.h>

int main(void)
{
    char name[8];
    if (scanf("%s", name) != 1)
        return 1;
    return 0;
}
