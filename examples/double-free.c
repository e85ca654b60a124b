/* Two owners for one block: both believe that they have to free it. */
#include <stdio.h>
#include <stdlib.h>

struct account {
    char *owner;
    int balance;
};

static char *make_name(const char *name)
{
    char *copy = malloc(20);
    if (copy == NULL)
        exit(1);
    snprintf(copy, 20, "%s", name);
    return copy;
}

static void close_account(struct account *account)
{
    printf("closing the account of %s\n", account->owner);
    free(account->owner);
}

int main(void)
{
    char *name = make_name("Grace");
    struct account account = {.owner = name, .balance = 100};

    printf("%s owns %d\n", account.owner, account.balance);
    close_account(&account);
    free(name); /* the same block again */
    return 0;
}
