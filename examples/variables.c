/* Many kinds of variables, to look at while you step: structures, unions, enumerations, bit-fields, pointers. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum suit { CLUBS, DIAMONDS, HEARTS, SPADES };

struct card {
    enum suit suit;
    unsigned char rank;
};

struct date {
    unsigned day : 5;
    unsigned month : 4;
    unsigned year : 12;
    bool is_leap : 1;
};

union number {
    float real;
    uint32_t bits;
    unsigned char bytes[4];
};

struct point {
    double x, y;
};

static int calls; /* a global: 0 at the start */

static double length_squared(const struct point *point)
{
    static int own_calls = 100; /* keeps its value between calls */
    own_calls++;
    calls++;
    return point->x * point->x + point->y * point->y;
}

static int sum_of(int n, const int values[])
{
    int copy[n]; /* as long as `n` says */
    int sum = 0;
    for (int i = 0; i < n; i++) {
        copy[i] = values[i];
        sum += copy[i];
    }
    return sum;
}

int main(void)
{
    struct card hand[3] = {{SPADES, 1}, {HEARTS, 12}, {CLUBS, 7}};
    struct date date = {.day = 29, .month = 2, .year = 2024, .is_leap = true};
    union number number = {.real = 1.5f};
    struct point corner = {3.0, 4.0};
    const char *name = "Heapscope";
    int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    int (*compute)(int, const int[]) = sum_of;
    unsigned char small = 250;
    long long large = -9000000000LL;

    small += 10; /* 260 doesn't fit: 4 */
    hand[0].rank = 13;
    date.day = 1;
    date.month++;
    number.bits |= 1u << 31; /* the sign of the float */

    printf("rank %d of suit %d\n", hand[0].rank, hand[0].suit);
    printf("%u-%02u-%02u%s\n", date.year, date.month, date.day, date.is_leap ? ", leap year" : "");
    printf("%g = 0x%08x, last byte 0x%02x\n", number.real, (unsigned)number.bits, number.bytes[3]);
    double squared = length_squared(&corner);
    printf("%g after %d call\n", squared, calls);
    printf("%s %d %d %lld\n", name, compute(3, grid[1]), small, large);
    return 0;
}
