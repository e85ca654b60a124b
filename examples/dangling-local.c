/* A function gives away the address of its own local variable. */
#include <stdio.h>

static int *make_counter(int start)
{
    int counter = start;
    int *address = &counter;
    return address; /* `counter` ends here */
}

int main(void)
{
    int *counter = make_counter(5);
    int value = *counter;
    puts(value == 5 ? "looks fine, and is wrong" : "already overwritten");
    return 0;
}
