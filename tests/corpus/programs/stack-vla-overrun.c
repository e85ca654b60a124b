/* expect: stack-buffer-overflow 10 */
#include <stdio.h>

int main(int argc, char **argv)
{
    int n = 4 + argc;
    int sieve[n];
    for (int i = 0; i < n; i++)
        sieve[i] = 1;
    sieve[n] = 0;
    return sieve[0] - 1;
}
