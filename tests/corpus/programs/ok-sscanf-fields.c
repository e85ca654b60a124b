/* expect: clean */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *rows[] = { "1;Ada;36.5", "2;Grace;41", "x;bad", "" };
    for (int i = 0; i < 4; i++) {
        int id;
        char name[16];
        double t;
        int n = sscanf(rows[i], "%d;%15[^;];%lf", &id, name, &t);
        if (n == 3)
            printf("%d %s %.1f\n", id, name, t);
        else
            printf("row %d: %d fields\n", i, n);
    }
    unsigned h; int used;
    if (sscanf("ff rest", "%x%n", &h, &used) == 1)
        printf("%u %d\n", h, used);
    return 0;
}
