/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct person { char name[32]; char phone[20]; int age; };

static void set(struct person *p, const char *name, int age)
{
    strcpy(p->name, name);
    p->age = age;
}

int main(void)
{
    struct person *people = malloc(3 * sizeof *people), backup[3];
    set(&people[0], "Ann", 30);
    set(&people[1], "Bob", 25);
    set(&people[2], "Cid", 41);
    memcpy(backup, people, sizeof backup);
    people = realloc(people, 300 * sizeof *people);
    memmove(people + 1, people, 3 * sizeof *people);
    people[0] = backup[2];
    for (int i = 0; i < 4; i++) printf("%s %d\n", people[i].name, people[i].age);
    struct person swap = people[0];
    people[0] = people[3];
    people[3] = swap;
    printf("%zu\n", strlen(people[3].name));
    free(people);
    return 0;
}
