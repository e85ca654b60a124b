/* Building a long string from pieces, without ever guessing its length. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char *characters;
    size_t length;
    size_t capacity;
};

static void make_room(struct text *text, size_t more)
{
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity)
        return;
    size_t capacity = text->capacity > 0 ? text->capacity : 16;
    while (capacity < needed)
        capacity *= 2;
    char *characters = realloc(text->characters, capacity);
    if (characters == NULL)
        exit(1);
    text->characters = characters;
    text->capacity = capacity;
}

static void append_format(struct text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments); /* how long will it be? */
    va_end(arguments);
    if (length >= 0) {
        make_room(text, (size_t)length);
        vsnprintf(text->characters + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

int main(void)
{
    const char *months[] = {"January", "February", "March", "April", "May", "June"};
    struct text text = {0};

    for (int i = 0; i < 6; i++)
        append_format(&text, "%s%d. %s", i > 0 ? ", " : "", i + 1, months[i]);

    printf("%s\n%zu characters\n", text.characters, text.length);
    free(text.characters);
    return 0;
}
