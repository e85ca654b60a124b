/* expect: clean */
/*
 * A cache that forgets what was not used for longest: hash table for finding, doubly linked list for order.
 * Run over a made-up trace of page requests, next to a slow model that must agree.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    struct entry *newer, *older; /* order of use */
    struct entry *chain;         /* same bucket */
    uint32_t hash;
    char *value;
    size_t value_length;
    char key[]; /* with its NUL */
};

struct cache {
    struct entry **buckets;
    size_t bucket_count;
    struct entry *newest, *oldest;
    size_t count, capacity;
    unsigned long hits, misses, evictions;
    void (*on_evict)(const char *key, const char *value, void *context);
    void *context;
};

static uint32_t hash_text(const char *text)
{
    uint32_t h = 2166136261u;
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        h ^= *p;
        h *= 16777619u;
    }
    return h;
}

static struct cache *cache_new(size_t capacity)
{
    struct cache *c = malloc(sizeof *c);
    if (c == NULL)
        return NULL;
    *c = (struct cache){.capacity = capacity, .bucket_count = 4};
    c->buckets = calloc(c->bucket_count, sizeof *c->buckets);
    if (c->buckets == NULL) {
        free(c);
        return NULL;
    }
    return c;
}

static struct entry **find_slot(const struct cache *c, const char *key, uint32_t hash)
{
    struct entry **slot = &c->buckets[hash & (c->bucket_count - 1)];
    while (*slot != NULL && ((*slot)->hash != hash || strcmp((*slot)->key, key) != 0))
        slot = &(*slot)->chain;
    return slot;
}

static void grow(struct cache *c)
{
    size_t bigger = c->bucket_count * 2;
    struct entry **buckets = calloc(bigger, sizeof *buckets);
    if (buckets == NULL)
        return;
    for (size_t i = 0; i < c->bucket_count; i++) {
        struct entry *e = c->buckets[i];
        while (e != NULL) {
            struct entry *rest = e->chain;
            struct entry **to = &buckets[e->hash & (bigger - 1)];
            e->chain = *to;
            *to = e;
            e = rest;
        }
    }
    free(c->buckets);
    c->buckets = buckets;
    c->bucket_count = bigger;
}

static void unlink_entry(struct cache *c, struct entry *e)
{
    if (e->newer != NULL)
        e->newer->older = e->older;
    else
        c->newest = e->older;
    if (e->older != NULL)
        e->older->newer = e->newer;
    else
        c->oldest = e->newer;
}

static void link_newest(struct cache *c, struct entry *e)
{
    e->newer = NULL;
    e->older = c->newest;
    if (c->newest != NULL)
        c->newest->newer = e;
    c->newest = e;
    if (c->oldest == NULL)
        c->oldest = e;
}

static void remove_entry(struct cache *c, struct entry *e)
{
    struct entry **slot = find_slot(c, e->key, e->hash);
    *slot = e->chain;
    unlink_entry(c, e);
    free(e->value);
    free(e);
    c->count--;
}

static const char *cache_get(struct cache *c, const char *key)
{
    struct entry *e = *find_slot(c, key, hash_text(key));
    if (e == NULL) {
        c->misses++;
        return NULL;
    }
    c->hits++;
    unlink_entry(c, e);
    link_newest(c, e);
    return e->value;
}

static bool cache_put(struct cache *c, const char *key, const char *value)
{
    size_t key_size = strlen(key) + 1;
    uint32_t hash = hash_text(key);
    char *copy = strdup(value);
    if (copy == NULL)
        return false;
    struct entry *e = *find_slot(c, key, hash);
    if (e != NULL) {
        free(e->value);
        e->value = copy;
        e->value_length = strlen(copy);
        unlink_entry(c, e);
        link_newest(c, e);
        return true;
    }
    e = malloc(offsetof(struct entry, key) + key_size);
    if (e == NULL) {
        free(copy);
        return false;
    }
    e->hash = hash;
    e->value = copy;
    e->value_length = strlen(copy);
    memcpy(e->key, key, key_size);
    if (c->count == c->capacity) {
        struct entry *victim = c->oldest;
        if (c->on_evict != NULL)
            c->on_evict(victim->key, victim->value, c->context);
        remove_entry(c, victim);
        c->evictions++;
    }
    if (c->count >= c->bucket_count)
        grow(c);
    struct entry **slot = &c->buckets[hash & (c->bucket_count - 1)];
    e->chain = *slot;
    *slot = e;
    link_newest(c, e);
    c->count++;
    return true;
}

static void cache_free(struct cache *c)
{
    while (c->newest != NULL)
        remove_entry(c, c->newest);
    free(c->buckets);
    free(c);
}

/* The model: an array ordered by use. */
struct model {
    char keys[8][12];
    int count;
};

static bool model_touch(struct model *m, const char *key, int capacity)
{
    int i = 0;
    while (i < m->count && strcmp(m->keys[i], key) != 0)
        i++;
    bool hit = i < m->count;
    if (!hit) {
        if (m->count < capacity)
            m->count++;
        i = m->count - 1;
    }
    memmove(m->keys[1], m->keys[0], (size_t)i * sizeof m->keys[0]);
    snprintf(m->keys[0], sizeof m->keys[0], "%s", key);
    return hit;
}

struct evicted {
    int count;
    size_t bytes;
};

static void count_evicted(const char *key, const char *value, void *context)
{
    struct evicted *e = context;
    e->count++;
    e->bytes += strlen(key) + strlen(value);
}

int main(void)
{
    struct cache *c = cache_new(6);
    struct model m;
    struct evicted gone = {0};
    uint32_t random = 2463534242u;
    int disagreements = 0;
    if (c == NULL)
        return EXIT_FAILURE;
    m.count = 0;
    c->on_evict = count_evicted;
    c->context = &gone;
    for (int i = 0; i < 400; i++) {
        char key[12];
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        snprintf(key, sizeof key, "page%u", (unsigned)(random % 5 + random / 7 % 6));
        const char *value = cache_get(c, key);
        if ((value != NULL) != model_touch(&m, key, 6))
            disagreements++;
        if (value == NULL) {
            char text[40];
            snprintf(text, sizeof text, "contents of %s, version %d", key, i);
            if (!cache_put(c, key, text))
                return EXIT_FAILURE;
        }
    }
    printf("%lu hits, %lu misses, %lu evictions, %d disagreements\n", c->hits, c->misses, c->evictions, disagreements);
    printf("%d %s\n", gone.count == (int)c->evictions, gone.bytes > 100 ? "bytes" : "few");
    for (struct entry *e = c->newest; e != NULL; e = e->older)
        printf("%s%s", e->key, e->older != NULL ? " < " : "\n");
    cache_free(c);
    return disagreements != 0;
}
