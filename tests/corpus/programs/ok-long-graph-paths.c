/* expect: clean */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_NAMES 32
#define NONE (-1)

struct edge {
  int to, weight;
  struct edge *next;
};

struct vertex {
  char *name;
  struct edge *edges;
};

struct graph {
  struct vertex vertices[MOST_NAMES];
  int count;
};

struct queue_item {
  int vertex, distance;
};

struct queue {
  int count, room;
  struct queue_item items[];
};

static int vertex_named(struct graph *g, const char *name) {
  for (int i = 0; i < g->count; i++)
    if (strcmp(g->vertices[i].name, name) == 0) return i;
  if (g->count == MOST_NAMES) return NONE;
  struct vertex *v = &g->vertices[g->count];
  v->name = strdup(name);
  v->edges = NULL;
  return g->count++;
}

static void add_edge(struct graph *g, const char *from, const char *to, int weight) {
  int a = vertex_named(g, from), b = vertex_named(g, to);
  for (int turn = 0; turn < 2; turn++) {
    struct edge *e = malloc(sizeof(struct edge));
    e->to = turn ? a : b;
    e->weight = weight;
    struct edge **list = &g->vertices[turn ? b : a].edges;
    e->next = *list;
    *list = e;
  }
}

static struct queue *queue_push(struct queue *q, int vertex, int distance) {
  if (!q || q->count == q->room) {
    int room = q ? 2 * q->room : 2;
    struct queue *larger = realloc(q, sizeof *q + (size_t)room * sizeof(struct queue_item));
    if (!q) larger->count = 0;
    larger->room = room;
    q = larger;
  }
  int i = q->count++;
  for (; i > 0 && q->items[(i - 1) / 2].distance > distance; i = (i - 1) / 2) q->items[i] = q->items[(i - 1) / 2];
  q->items[i] = (struct queue_item){vertex, distance};
  return q;
}

static struct queue_item queue_pop(struct queue *q) {
  struct queue_item top = q->items[0], last = q->items[--q->count];
  int i = 0;
  for (int child; (child = 2 * i + 1) < q->count; i = child) {
    if (child + 1 < q->count && q->items[child + 1].distance < q->items[child].distance) child++;
    if (q->items[child].distance >= last.distance) break;
    q->items[i] = q->items[child];
  }
  q->items[i] = last;
  return top;
}

static void shortest(const struct graph *g, int from, int *distance, int *before) {
  for (int i = 0; i < g->count; i++) {
    distance[i] = INT_MAX;
    before[i] = NONE;
  }
  distance[from] = 0;
  struct queue *q = queue_push(NULL, from, 0);
  while (q->count > 0) {
    struct queue_item at = queue_pop(q);
    if (at.distance > distance[at.vertex]) continue;
    for (const struct edge *e = g->vertices[at.vertex].edges; e; e = e->next) {
      int through = at.distance + e->weight;
      if (through >= distance[e->to]) continue;
      distance[e->to] = through;
      before[e->to] = at.vertex;
      q = queue_push(q, e->to, through);
    }
  }
  free(q);
}

static void print_path(const struct graph *g, const int *before, int to) {
  if (before[to] != NONE) {
    print_path(g, before, before[to]);
    printf(" -> ");
  }
  printf("%s", g->vertices[to].name);
}

static void visit(const struct graph *g, int at, bool *seen, char *out, size_t size) {
  seen[at] = true;
  size_t used = strlen(out);
  snprintf(out + used, size - used, "%s%s", used ? " " : "", g->vertices[at].name);
  for (const struct edge *e = g->vertices[at].edges; e; e = e->next)
    if (!seen[e->to]) visit(g, e->to, seen, out, size);
}

static int components(const struct graph *g) {
  bool seen[g->count];
  memset(seen, 0, sizeof seen);
  int n = 0;
  for (int i = 0; i < g->count; i++) {
    if (seen[i]) continue;
    char names[128] = "";
    visit(g, i, seen, names, sizeof names);
    printf("component %d: %s\n", ++n, names);
  }
  return n;
}

static int root_of(int *parent, int v) {
  while (parent[v] != v) v = parent[v] = parent[parent[v]];
  return v;
}

struct flat_edge {
  int a, b, weight;
};

static int by_weight(const void *left, const void *right) {
  const struct flat_edge *a = left, *b = right;
  if (a->weight != b->weight) return a->weight - b->weight;
  return a->a != b->a ? a->a - b->a : a->b - b->b;
}

static int spanning_weight(const struct graph *g) {
  struct flat_edge *edges = NULL;
  int count = 0, total = 0;
  for (int i = 0; i < g->count; i++)
    for (const struct edge *e = g->vertices[i].edges; e; e = e->next) {
      if (e->to < i) continue;
      edges = realloc(edges, (size_t)(count + 1) * sizeof *edges);
      edges[count++] = (struct flat_edge){i, e->to, e->weight};
    }
  qsort(edges, (size_t)count, sizeof *edges, by_weight);
  int *parent = malloc((size_t)g->count * sizeof *parent);
  for (int i = 0; i < g->count; i++) parent[i] = i;
  for (int i = 0; i < count; i++) {
    int a = root_of(parent, edges[i].a), b = root_of(parent, edges[i].b);
    if (a == b) continue;
    parent[a] = b;
    total += edges[i].weight;
  }
  free(parent);
  free(edges);
  return total;
}

static void free_graph(struct graph *g) {
  for (int i = 0; i < g->count; i++) {
    free(g->vertices[i].name);
    struct edge *next;
    for (struct edge *e = g->vertices[i].edges; e; e = next) {
      next = e->next;
      free(e);
    }
  }
  free(g);
}

int main(void) {
  static const char *const roads[] = {"Aachen Bonn 90",   "Bonn Cologne 30",  "Aachen Cologne 70", "Cologne Dortmund 95",
                                      "Bonn Essen 105",   "Essen Dortmund 37", "Dortmund Fulda 230", "Graz Hallein 240",
                                      "Hallein Innsbruck 170"};
  struct graph *g = malloc(sizeof *g);
  g->count = 0;
  for (size_t i = 0; i < sizeof roads / sizeof roads[0]; i++) {
    char from[16], to[16];
    int weight;
    if (sscanf(roads[i], "%15s %15s %d", from, to, &weight) == 3) add_edge(g, from, to, weight);
  }
  int distance[MOST_NAMES], before[MOST_NAMES];
  shortest(g, vertex_named(g, "Aachen"), distance, before);
  for (int i = 0; i < g->count; i++) {
    if (distance[i] == INT_MAX) {
      printf("%s can't be reached\n", g->vertices[i].name);
      continue;
    }
    printf("%4d  ", distance[i]);
    print_path(g, before, i);
    putchar('\n');
  }
  printf("%d components, spanning weight %d\n", components(g), spanning_weight(g));
  free_graph(g);
  return 0;
}
