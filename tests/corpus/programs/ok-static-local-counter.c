/* expect: clean */
#include <stdio.h>

static const char *label(void)
{
    static char text[8];
    static unsigned next;
    sprintf(text, "id%03u", next++);
    return text;
}

static int *slot(int i)
{
    static int memory[4];
    return &memory[i & 3];
}

int main(void)
{
    for (int i = 0; i < 12; i++) {
        const char *s = label();
        *slot(i) += s[4] - '0';
    }
    printf("%s %d\n", label(), *slot(0) + *slot(3));
    return 0;
}
