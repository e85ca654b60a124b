/* expect: clean */
#include <stdio.h>

typedef struct { char unit; long long amount; } money;
typedef struct { short id; money price; char stars; } item;
typedef struct { item items[3]; unsigned char n; } basket;

static money euros(long long a) { money m; m.unit = 'E'; m.amount = a; return m; }

static item article(int id)
{
    item i;
    i.id = (short)id;
    i.price = euros(id * 100LL);
    i.stars = (char)(id % 5);
    return i;
}

static basket fill(void)
{
    basket b;
    b.n = 0;
    for (int i = 1; i <= 2; i++)
        b.items[b.n++] = article(i);
    return b;
}

int main(void)
{
    basket b = fill(), copy;
    copy = b;
    long long total = 0;
    for (int i = 0; i < copy.n; i++)
        total += copy.items[i].price.amount;
    printf("%lld %c\n", total, copy.items[1].price.unit);
    return 0;
}
