/* expect: clean */
#include <stdio.h>
#include <string.h>

static int count_primes(void)
{
    char composite[100001];
    memset(composite, 0, sizeof composite);
    int n = 0;
    for (int i = 2; i <= 100000; i++) {
        if (composite[i]) continue;
        n++;
        for (long long j = (long long)i * i; j <= 100000; j += i) composite[j] = 1;
    }
    return n;
}

static int deep(int n)
{
    int here[50];
    here[n % 50] = n;
    return n == 0 ? 0 : 1 + deep(n - 1) + here[n % 50] - n;
}

int main(void)
{
    printf("%d %d\n", count_primes(), deep(5000));
    return 0;
}
