/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

struct edge { int to; struct edge *next; };

int main(void)
{
    enum { N = 7 };
    static const int pairs[][2] = { {0,1}, {0,2}, {1,3}, {2,4}, {4,5} };
    struct edge *adj[N] = { NULL };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (int d = 0; d < 2; d++) {
            struct edge *e = malloc(sizeof *e);
            e->to = pairs[i][!d];
            e->next = adj[pairs[i][d]];
            adj[pairs[i][d]] = e;
        }
    int dist[N], queue[N], head = 0, tail = 0;
    for (int i = 0; i < N; i++) dist[i] = -1;
    dist[0] = 0;
    queue[tail++] = 0;
    while (head < tail) {
        int u = queue[head++];
        for (struct edge *e = adj[u]; e; e = e->next)
            if (dist[e->to] < 0) {
                dist[e->to] = dist[u] + 1;
                queue[tail++] = e->to;
            }
    }
    for (int i = 0; i < N; i++) {
        printf("%d ", dist[i]);
        while (adj[i]) { struct edge *n = adj[i]->next; free(adj[i]); adj[i] = n; }
    }
    puts("");
    return 0;
}
