/* expect: global-buffer-overflow 10 */
#include <stdio.h>

static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
int total;

int main(void)
{
    for (int month = 1; month <= 12; month++)
        total += days[month];
    return 0;
}
