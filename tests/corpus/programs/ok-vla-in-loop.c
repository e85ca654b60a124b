/* expect: clean */
#include <alloca.h>
#include <stdio.h>
#include <string.h>

static int work(int n)
{
    int total = 0;
    for (int i = 1; i <= n; i++) {
        char line[i * 3], copy[i * 3];
        memset(line, 'a' + i, sizeof line - 1);
        line[sizeof line - 1] = 0;
        strcpy(copy, line);
        total += (int)strlen(copy);
        if (i == 5) continue;
        char *extra = alloca(i);
        memset(extra, 1, i);
        total += extra[i - 1];
    }
    return total;
}

static int use_stack(void)
{
    char big[2000];
    memset(big, 0, sizeof big);
    return big[1999];
}

int main(void)
{
    for (int k = 0; k < 3; k++)
        printf("%d ", work(10 + k) + use_stack());
    puts("");
    return 0;
}
