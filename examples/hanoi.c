/* The towers of Hanoi: watch the stack grow and shrink. */
#include <stdio.h>

#define DISKS 4

static int moves;

static void move(int disks, char from, char to, char spare)
{
    if (disks == 0)
        return;
    move(disks - 1, from, spare, to);
    printf("disk %d: %c -> %c\n", disks, from, to);
    moves++;
    move(disks - 1, spare, to, from);
}

int main(void)
{
    move(DISKS, 'A', 'C', 'B');
    printf("%d moves\n", moves);
    return 0;
}
