/* Months are numbered from 1, arrays from 0. */
#include <stdio.h>

static int days_in_month[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int days_until(int month)
{
    int days = 0;
    for (int i = 1; i <= month; i++)
        days += days_in_month[i];
    return days;
}

int main(void)
{
    int days = days_until(12);
    puts(days == 365 ? "a whole year" : "that is not a year");
    return 0;
}
