/* expect: clean */
#include <stdio.h>
#include <string.h>

struct v { int x, y; };
#define V(a, b) ((struct v){ .x = (a), .y = (b) })
#define VP(a, b) (&V(a, b))
#define MAX_OF(...) max_of((int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))
#define SWAP(T, a, b) do { T t_ = (a); (a) = (b); (b) = t_; } while (0)
static int max_of(const int *a, size_t n) { int m = a[0]; for (size_t i = 1; i < n; i++) if (a[i] > m) m = a[i]; return m; }
static struct v add(struct v a, struct v b) { return (struct v){ a.x + b.x, a.y + b.y }; }
static int len2(const struct v *p) { return p->x * p->x + p->y * p->y; }
enum mode { A, B };
static const char *name(enum mode m) { return (const char *[]){ [A] = "a", [B] = "b" }[m]; }
int main(int argc, char **argv)
{
    struct v p = V(1, 2), *q = NULL;
    (void)argv;
    for (int i = 0; i < 3; i++) {
        p = add(p, V(i, i));
        q = VP(i, i);
        if (i == 2) {
            struct v *r = &(struct v){9, 9};
            p = add(p, *r);
            goto out;
        }
        printf("%d ", len2(q));
    }
out:
    q = &p;
    switch (argc) {
    case 1:
        q = &(struct v){ 5, 6 };
        printf("%d\n", len2(q));
        break;
    default: {
        q = VP(7, 8);
        printf("%d\n", len2(q));
    } break;
    }
    if ((q = &(struct v){1, 1}) && len2(q))
        printf("%d\n", q->x);
    else
        printf("no %d\n", q->y);
    int total = 0;
    for (const int *n = (const int[]){3, 4, 5, 0}; *n; n++)
        total += *n;
    do {
        int *w = (int[2]){total};
        total = w[0] - 1 + w[1];
    } while (total > 8);
    printf("%d %d %s %d\n", total, MAX_OF(4, 9, 2), name(B), len2(VP(3, 4)));
    int k = 0;
    while (k < 3) printf("%d", *(int *)memcpy((int[1]){0}, &k, sizeof k)), k++;
    const char **words = (const char *[]){ "x", "y", NULL };
    while (*words) fputs(*words++, stdout);
    struct { struct v *v; int n; } list = { (struct v[]){{1, 2}, {3, 4}}, 2 };
    for (int i = 0; i < list.n; i++) { SWAP(int, list.v[i].x, list.v[i].y); printf("%d", list.v[i].x); }
    return 0;
}
