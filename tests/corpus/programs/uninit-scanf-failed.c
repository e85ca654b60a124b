/* expect: uninitialised-read 10 */
/* stdin: "abc" */
#include <stdio.h>

int main(void)
{
    int age;
    printf("Age? ");
    scanf("%d", &age);
    if (age >= 18)
        puts("adult");
    else
        puts("child");
    return 0;
}
