/* expect: stack-buffer-overflow 11 */
#include <string.h>

struct slot { char tag[4]; int n; };

int main(void)
{
    struct slot slots[3];
    int i = 3;
    memset(slots, 0, sizeof slots);
    slots[i].n = 7;
    return 0;
}
