/* Guess a number: the program waits for your answers. */
#include <stdio.h>

/* A small generator of pseudo-random numbers: the same seed gives the same game. */
static unsigned next_random(unsigned state)
{
    return state * 1664525u + 1013904223u;
}

int main(void)
{
    char line[80];
    int guess, tries = 0;
    int secret = (int)(next_random(2024) >> 16) % 100 + 1;

    printf("I have a number from 1 to 100.\n");
    for (;;) {
        printf("Your guess: ");
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) == NULL) {
            printf("\nGiving up? It was %d.\n", secret);
            return 1;
        }
        if (sscanf(line, "%d", &guess) != 1) {
            printf("That is not a number.\n");
            continue;
        }
        tries++;
        if (guess < secret)
            printf("Too small.\n");
        else if (guess > secret)
            printf("Too large.\n");
        else
            break;
    }
    printf("Right, after %d %s.\n", tries, tries == 1 ? "try" : "tries");
    return 0;
}
