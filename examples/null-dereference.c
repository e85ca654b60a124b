/* A search that may find nothing, and a caller that doesn't ask. */
#include <stdio.h>
#include <string.h>

struct capital {
    const char *country;
    const char *city;
};

static const struct capital capitals[] = {
    {"France", "Paris"},
    {"Japan", "Tokyo"},
    {"Kenya", "Nairobi"},
};

static const struct capital *find(const char *country)
{
    for (size_t i = 0; i < sizeof capitals / sizeof capitals[0]; i++)
        if (strcmp(capitals[i].country, country) == 0)
            return &capitals[i];
    return NULL;
}

int main(void)
{
    printf("Kenya: %s\n", find("Kenya")->city);
    fflush(stdout);
    printf("Atlantis: %s\n", find("Atlantis")->city);
    return 0;
}
