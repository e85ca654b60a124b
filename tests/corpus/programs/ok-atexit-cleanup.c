/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

static char *log_buffer;
static int used;

static void cleanup(void)
{
    printf("%.*s\n", used, log_buffer);
    free(log_buffer);
}

int main(void)
{
    log_buffer = malloc(100);
    atexit(cleanup);
    used += sprintf(log_buffer + used, "one;");
    used += sprintf(log_buffer + used, "two;");
    if (used == 8) exit(0);
    return 1;
}
