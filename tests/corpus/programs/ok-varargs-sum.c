/* expect: clean */
#include <stdarg.h>
#include <stdio.h>

static double total(const char *types, ...)
{
    va_list ap, again;
    double t = 0;
    va_start(ap, types);
    va_copy(again, ap);
    for (const char *p = types; *p; p++)
        switch (*p) {
        case 'i': t += va_arg(ap, int); break;
        case 'l': t += (double)va_arg(ap, long long); break;
        case 'd': t += va_arg(ap, double); break;
        case 's': t += va_arg(ap, const char *)[0] - '0'; break;
        }
    va_end(ap);
    if (types[0] == 'i')
        t += va_arg(again, int);
    va_end(again);
    return t;
}

int main(void)
{
    printf("%.2f\n", total("ilds", 1, 20000000000LL, 0.25, "7"));
    printf("%.2f\n", total("c"));
    return 0;
}
