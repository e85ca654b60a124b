/* expect: null-dereference 20 */
#include <stdio.h>
#include <string.h>

struct employee { char name[20]; int salary; };

struct employee staff[2] = { {"Ann", 10}, {"Bob", 20} };

struct employee *find(const char *name)
{
    for (int i = 0; i < 2; i++)
        if (strcmp(staff[i].name, name) == 0)
            return &staff[i];
    return NULL;
}

int main(void)
{
    printf("%d\n", find("Bob")->salary);
    printf("%d\n", find("Eve")->salary);
    return 0;
}
