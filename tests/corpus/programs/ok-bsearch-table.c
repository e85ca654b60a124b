/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct opcode { const char *name; unsigned char code; };

static const struct opcode opcodes[] = {
    { "add", 1 }, { "and", 2 }, { "jmp", 9 }, { "mov", 4 }, { "nop", 0 }, { "sub", 7 },
};

static int compare(const void *key, const void *element)
{
    return strcmp(key, ((const struct opcode *)element)->name);
}

int main(void)
{
    const char *source[] = { "mov", "add", "hlt", "sub", "aaa", "zzz" };
    for (size_t i = 0; i < sizeof source / sizeof *source; i++) {
        const struct opcode *o = bsearch(source[i], opcodes, sizeof opcodes / sizeof *opcodes, sizeof *opcodes, compare);
        if (o) printf("%s=%d ", source[i], o->code);
        else printf("%s? ", source[i]);
    }
    printf("\n");
    return 0;
}
