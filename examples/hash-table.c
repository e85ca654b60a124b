/* A hash table with chaining that grows when it gets crowded. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    struct entry *next;
    uint32_t hash;
    int value;
    char key[]; /* the characters follow in the same block */
};

struct table {
    struct entry **buckets;
    size_t size;
    size_t count;
};

static void *allocate(size_t size)
{
    void *block = calloc(1, size);
    if (block == NULL)
        exit(1);
    return block;
}

static uint32_t hash_of(const char *key)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * 16777619u;
    return hash;
}

static void grow(struct table *table)
{
    size_t size = table->size == 0 ? 4 : 2 * table->size;
    struct entry **buckets = allocate(size * sizeof *buckets);
    for (size_t i = 0; i < table->size; i++) {
        while (table->buckets[i] != NULL) {
            struct entry *entry = table->buckets[i];
            table->buckets[i] = entry->next;
            entry->next = buckets[entry->hash % size];
            buckets[entry->hash % size] = entry;
        }
    }
    free(table->buckets);
    table->buckets = buckets;
    table->size = size;
}

/* The place of the value for `key`, which is added with value 0 if it is new. */
static int *at(struct table *table, const char *key)
{
    uint32_t hash = hash_of(key);
    if (table->size > 0)
        for (struct entry *entry = table->buckets[hash % table->size]; entry != NULL; entry = entry->next)
            if (entry->hash == hash && strcmp(entry->key, key) == 0)
                return &entry->value;

    if (table->count >= table->size)
        grow(table);
    struct entry *entry = allocate(sizeof *entry + strlen(key) + 1);
    strcpy(entry->key, key);
    entry->hash = hash;
    entry->next = table->buckets[hash % table->size];
    table->buckets[hash % table->size] = entry;
    table->count++;
    return &entry->value;
}

static void free_table(struct table *table)
{
    for (size_t i = 0; i < table->size; i++)
        while (table->buckets[i] != NULL) {
            struct entry *entry = table->buckets[i];
            table->buckets[i] = entry->next;
            free(entry);
        }
    free(table->buckets);
}

int main(void)
{
    const char *fruits[] = {"apple", "pear", "plum", "apple", "fig", "pear", "apple", "quince", "cherry"};
    struct table table = {0};

    for (size_t i = 0; i < sizeof fruits / sizeof fruits[0]; i++)
        ++*at(&table, fruits[i]);

    printf("%zu kinds in %zu buckets\n", table.count, table.size);
    printf("apple %d, pear %d, fig %d\n", *at(&table, "apple"), *at(&table, "pear"), *at(&table, "fig"));
    free_table(&table);
    return 0;
}
