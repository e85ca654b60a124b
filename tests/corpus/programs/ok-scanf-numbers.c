/* expect: clean */
/* stdin: "3 1.5 2.5 -4 x" */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int n;
    if (scanf("%d", &n) != 1 || n < 1 || n > 100) return 1;
    double *v = malloc(n * sizeof *v);
    double sum = 0;
    for (int i = 0; i < n; i++) {
        if (scanf("%lf", &v[i]) != 1) { free(v); return 1; }
        sum += v[i];
    }
    char c;
    if (scanf(" %c", &c) == 1)
        printf("%.3f %c\n", sum / n, c);
    free(v);
    return 0;
}
