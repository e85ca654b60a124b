/* A ring of nodes that point to each other: each is pointed to, and yet nobody can reach them. */
#include <stdio.h>
#include <stdlib.h>

struct person {
    int number;
    struct person *left;
    struct person *right;
};

static struct person *make_ring(int people)
{
    struct person *first = NULL, *previous = NULL;
    for (int i = 1; i <= people; i++) {
        struct person *person = malloc(sizeof *person);
        if (person == NULL)
            exit(1);
        person->number = i;
        person->left = previous;
        if (previous != NULL)
            previous->right = person;
        else
            first = person;
        previous = person;
    }
    previous->right = first;
    first->left = previous;
    return first;
}

static int seat_opposite(int people)
{
    struct person *person = make_ring(people);
    for (int i = 0; i < people / 2; i++)
        person = person->right;
    return person->number; /* the whole ring is lost here */
}

int main(void)
{
    printf("opposite of 1 sits %d\n", seat_opposite(4));
    return 0;
}
