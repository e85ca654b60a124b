/* The sieve of Eratosthenes: strike out the multiples, and what is left is prime. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const int limit = 200;
    bool *composite = calloc(limit + 1, sizeof *composite);
    if (composite == NULL)
        return 1;

    for (int i = 2; i * i <= limit; i++) {
        if (composite[i])
            continue;
        for (int multiple = i * i; multiple <= limit; multiple += i)
            composite[multiple] = true;
    }

    int count = 0;
    for (int i = 2; i <= limit; i++) {
        if (composite[i])
            continue;
        printf("%4d%s", i, ++count % 10 == 0 ? "\n" : "");
    }
    printf("\n%d primes up to %d\n", count, limit);

    free(composite);
    return 0;
}
