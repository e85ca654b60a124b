/* expect: stack-buffer-overflow 9 */
/* oracle: AddressSanitizer has a kind of its own for negative sizes, and memcheck doesn't know the stack's variables */
#include <string.h>

static void clear(char *tail, int left)
{
    if (left == 0)
        return;
    memset(tail, ' ', left);
}

int main(void)
{
    char line[20];
    int used = 22;
    clear(line + 4, (int)sizeof line - used);
    return line[0] == 'x';
}
