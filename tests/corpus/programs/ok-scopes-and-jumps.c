/* expect: clean */
#include <stdio.h>

static int scan(const int *a, int n)
{
    int tries = 0;
again:
    for (int i = 0; i < n; i++) {
        int local[4] = { a[i], tries, 0, 0 };
        int *p = local;
        if (p[0] < 0) continue;
        if (p[0] == 7 && tries < 3) {
            tries++;
            goto again;
        }
        {
            char inner[10];
            sprintf(inner, "%d", p[0]);
            if (inner[0] == '9') break;
        }
        switch (p[0]) {
            int unset;
        case 1:
            unset = 5;
            tries += unset;
            break;
        default: {
            int other[2] = { 1, 2 };
            tries += other[p[0] & 1];
        }
        }
    }
    return tries;
}

int main(void)
{
    int a[] = { 1, -1, 2, 7, 3, 9, 4 };
    printf("%d\n", scan(a, 7));
    return 0;
}
