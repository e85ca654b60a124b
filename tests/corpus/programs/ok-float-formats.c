/* expect: clean */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    double v[] = { 0.1, 1e300, -2.5e-8, 3, 1.0 / 3 };
    for (int i = 0; i < 5; i++)
        printf("%g %.3f %e %10.2f|\n", v[i], v[i] > 1e200 ? 0.0 : v[i], v[i], i * 1.0);
    float f = strtof("2.75xyz", NULL);
    double d = atof("6.02e23");
    printf("%.2f %.4g %d\n", f, d, isnan(sqrt(-1.0)) != 0);
    printf("%.0f %.1f %.15g\n", floor(-1.5), fabs(-3.25), pow(2, 0.5));
    char text[64];
    int n = snprintf(text, sizeof text, "%.20f", 0.1);
    printf("%d %c\n", n, text[n - 1]);
    return 0;
}
