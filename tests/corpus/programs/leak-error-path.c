/* expect: leak:definitely-lost 9 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int parse_number(const char *text, int *value)
{
    char *copy = strdup(text);
    char *end;
    if (copy == NULL)
        return -ENOMEM;
    *value = (int)strtol(copy, &end, 10);
    if (*end != '\0')
        return -EINVAL; /* forgets the copy */
    free(copy);
    return 0;
}

int main(void)
{
    const char *inputs[] = { "12", "7x", "99" };
    int sum = 0;
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        int v;
        if (parse_number(inputs[i], &v) == 0)
            sum += v;
        else
            fprintf(stderr, "bad number: %s\n", inputs[i]);
    }
    printf("sum=%d\n", sum);
    return 0;
}
