/* expect: leak:still-reachable 10, leak:still-reachable 11 */
#include <stdlib.h>

typedef struct config { int verbose; char *name; } config_t;

config_t *g_config;

void init(void)
{
    g_config = calloc(1, sizeof(config_t));
    g_config->name = malloc(16);
    g_config->name[0] = 0;
}

int main(void)
{
    init();
    return g_config->verbose;
}
