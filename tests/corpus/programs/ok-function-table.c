/* expect: clean */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (*handler)(char *);

static void upper(char *s) { for (; *s; s++) *s = (char)toupper((unsigned char)*s); }
static void lower(char *s) { for (; *s; s++) *s = (char)tolower((unsigned char)*s); }
static void reverse(char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n / 2; i++) {
        char c = s[i];
        s[i] = s[n - 1 - i];
        s[n - 1 - i] = c;
    }
}

static const struct { const char *name; handler run; } commands[] = {
    { "upper", upper }, { "lower", lower }, { "reverse", reverse }, { NULL, NULL },
};

int main(void)
{
    char text[] = "Hello, World";
    const char *script[] = { "upper", "reverse", "nope", "lower" };
    for (int i = 0; i < 4; i++) {
        int k = 0;
        while (commands[k].name && strcmp(commands[k].name, script[i])) k++;
        if (commands[k].run) { commands[k].run(text); puts(text); }
    }
    return 0;
}
