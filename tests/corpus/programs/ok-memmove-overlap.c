/* expect: clean */
#include <stdio.h>
#include <string.h>

int main(void)
{
    int a[8] = {1, 2, 3, 4, 5};
    int n = 5;
    memmove(a + 2, a + 1, (n - 1) * sizeof *a);
    a[1] = 99;
    n++;
    memmove(a, a + 1, (n - 1) * sizeof *a);
    n--;
    for (int i = 0; i < n; i++) printf("%d ", a[i]);
    char s[] = "abcdef";
    memcpy(s, s + 3, 3);
    memcpy(s, s, 0);
    puts(s);
    return 0;
}
