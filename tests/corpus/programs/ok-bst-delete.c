/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

struct t { int k; struct t *l, *r; };

static struct t *ins(struct t *t, int k)
{
    if (!t) { t = malloc(sizeof *t); t->k = k; t->l = t->r = 0; }
    else if (k < t->k) t->l = ins(t->l, k);
    else if (k > t->k) t->r = ins(t->r, k);
    return t;
}

static struct t *del(struct t *t, int k)
{
    if (!t) return 0;
    if (k < t->k) t->l = del(t->l, k);
    else if (k > t->k) t->r = del(t->r, k);
    else if (!t->l || !t->r) { struct t *c = t->l ? t->l : t->r; free(t); return c; }
    else {
        struct t *m = t->r;
        while (m->l) m = m->l;
        t->k = m->k;
        t->r = del(t->r, m->k);
    }
    return t;
}

static int height(const struct t *t)
{
    if (!t) return 0;
    int l = height(t->l), r = height(t->r);
    return 1 + (l > r ? l : r);
}

int main(void)
{
    struct t *root = 0;
    unsigned x = 12345;
    for (int i = 0; i < 50; i++) { x = x * 1103515245u + 12345u; root = ins(root, x >> 24); }
    printf("%d\n", height(root));
    while (root) root = del(root, root->k);
    return 0;
}
