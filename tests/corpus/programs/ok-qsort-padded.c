/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

typedef struct { char grade; int score; char initial; } student;

static int by_score(const void *a, const void *b)
{
    const student *x = a, *y = b;
    return (x->score > y->score) - (x->score < y->score);
}

int main(void)
{
    student *s = malloc(7 * sizeof(student));
    for (int i = 0; i < 7; i++) {
        s[i].score = (i * 37) % 11;
        s[i].grade = 'A';
        s[i].initial = 'a' + i;
    }
    qsort(s, 7, sizeof(student), by_score);
    for (int i = 0; i < 7; i++)
        printf("%c%d ", s[i].initial, s[i].score);
    putchar('\n');
    free(s);
    return 0;
}
