/* expect: global-buffer-overflow 8 */
#include <stdio.h>

static const char *const levels[] = { "debug", "info", "warning", "error" };

static void say(int level, const char *text)
{
    const char *name = levels[level];
    if (level < 4)
        printf("%s: %s\n", name, text);
}

int main(void)
{
    say(1, "started");
    say(4, "stopped");
    return 0;
}
