/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(void)
{
    int deck[52];
    srand((unsigned)time(NULL));
    for (int i = 0; i < 52; i++) deck[i] = i;
    for (int i = 51; i > 0; i--) {
        int j = rand() % (i + 1), t = deck[i];
        deck[i] = deck[j];
        deck[j] = t;
    }
    int seen[52] = {0}, sum = 0;
    for (int i = 0; i < 52; i++) seen[deck[i]]++;
    for (int i = 0; i < 52; i++) sum += seen[i] == 1;
    printf("%d\n", sum);
    return 0;
}
