/* expect: clean */
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void)
{
    time_t t = 86400 * 365;
    struct tm *tm = gmtime(&t), copy = *tm;
    char text[32];
    size_t n = strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &copy);
    printf("%s %zu %d\n", text, n, copy.tm_wday);
    clock_t c = clock();
    printf("%d\n", c >= 0);
    struct timespec ts;
    if (clock_gettime(CLOCK_MONOTONIC, &ts) == 0 && ts.tv_nsec < 1000000000)
        puts("ok");
    return strlen(ctime(&t)) == 25 ? 0 : 1;
}
