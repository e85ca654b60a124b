/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 16

typedef struct entry {
    char *key;
    int count;
    struct entry *next;
} entry;

static entry *table[BUCKETS];

static unsigned hash(const char *s)
{
    unsigned h = 5381;
    while (*s) h = h * 33 ^ (unsigned char)*s++;
    return h % BUCKETS;
}

static void add(const char *key)
{
    entry **slot = &table[hash(key)];
    while (*slot && strcmp((*slot)->key, key) != 0)
        slot = &(*slot)->next;
    if (!*slot) {
        *slot = calloc(1, sizeof(entry));
        (*slot)->key = strdup(key);
    }
    (*slot)->count++;
}

int main(void)
{
    char text[] = "to be or not to be that is the question to be";
    for (char *w = strtok(text, " "); w; w = strtok(NULL, " "))
        add(w);
    int most = 0;
    for (int i = 0; i < BUCKETS; i++)
        for (entry *e = table[i], *next; e; e = next) {
            next = e->next;
            if (e->count > most) most = e->count;
            free(e->key);
            free(e);
        }
    printf("%d\n", most);
    return 0;
}
