/* expect: clean */
#include <stdio.h>

int main(void)
{
    static char buffer[BUFSIZ];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    for (int i = 0; i < 300; i++)
        printf("%d%c", i, i % 10 == 9 ? '\n' : ' ');
    fflush(stdout);
    setbuf(stdout, NULL);
    puts("unbuffered");
    return 0;
}
