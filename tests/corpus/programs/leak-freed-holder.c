/* expect: leak:definitely-lost 10 */
#include <stdlib.h>
#include <string.h>

struct user { char *name; struct user *next; };

int main(void)
{
    struct user *u = malloc(sizeof *u);
    u->name = malloc(6);
    strcpy(u->name, "guest");
    u->next = NULL;
    free(u);
    u = NULL;
    return 0;
}
