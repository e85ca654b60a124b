/* expect: global-buffer-overflow 7 */
#include <stdio.h>

static int before = 7;
int values[4] = { 1, 2, 3, 4 };

int previous(int i) { return values[i - 1]; }

int main(void)
{
    int s = before;
    for (int i = 0; i < 4; i++)
        s += previous(i);
    return s == 0;
}
