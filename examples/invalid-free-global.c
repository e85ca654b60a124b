/* A setting may point to a default text or to a copy on the heap: who may be freed? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char default_language[] = "English";
static char *language = default_language;

static void set_language(const char *name)
{
    free(language); /* the first time this is the array above */
    size_t size = strlen(name) + 1;
    language = malloc(size);
    if (language != NULL)
        memcpy(language, name, size);
}

int main(void)
{
    printf("%s\n", language);
    set_language("Mandarin");
    printf("%s\n", language);
    free(language);
    return 0;
}
