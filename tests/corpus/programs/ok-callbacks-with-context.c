/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

typedef int (*visitor)(int value, void *context);

struct window { int low, high; int *hits; int count; };

static int ascending(const void *x, const void *y) { return *(const int *)x - *(const int *)y; }

static int in_window(int v, void *context)
{
    struct window *w = context;
    if (v >= w->low && v < w->high) w->hits[w->count++] = v;
    return w->count < 3;
}

static void each(const int *a, size_t n, visitor f, void *context)
{
    for (size_t i = 0; i < n; i++)
        if (!f(a[i], context)) return;
}

int main(void)
{
    static const int a[] = { 9, 2, 5, 14, 7, 8, 3 };
    int room[8];
    struct window w = { .low = 3, .high = 9, .hits = room };
    each(a, sizeof a / sizeof *a, in_window, &w);
    qsort(room, w.count, sizeof *room, ascending);
    for (int i = 0; i < w.count; i++) printf("%d ", room[i]);
    puts("");
    return 0;
}
