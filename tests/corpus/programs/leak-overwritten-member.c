/* expect: leak:definitely-lost 9 */
#include <stdlib.h>
#include <string.h>

typedef struct { char *title; int pages; } Book;

void setTitle(Book *b, const char *t)
{
    b->title = malloc(strlen(t) + 1);
    strcpy(b->title, t);
}

int main()
{
    Book b = { NULL, 0 };
    setTitle(&b, "K&R");
    setTitle(&b, "Expert C Programming");
    free(b.title);
    return 0;
}
