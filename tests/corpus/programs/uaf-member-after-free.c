/* expect: use-after-free 19 */
#include <stdio.h>
#include <stdlib.h>

typedef struct account { int id; double balance; } account;

void close_account(account *a)
{
    a->balance = 0;
    free(a);
}

int main(void)
{
    account *acc = malloc(sizeof(account));
    acc->id = 17;
    acc->balance = 100.0;
    close_account(acc);
    if (acc->id == 17)
        printf("closed\n");
    return 0;
}
