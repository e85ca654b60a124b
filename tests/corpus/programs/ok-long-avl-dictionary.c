/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tree {
  char *key;
  int *lines;
  int line_count, line_room, height;
  struct tree *left, *right;
} tree;

typedef void visitor(const tree *node, int depth, void *context);

static int height(const tree *t) { return t ? t->height : 0; }
static int larger(int a, int b) { return a > b ? a : b; }
static void measure(tree *t) { t->height = 1 + larger(height(t->left), height(t->right)); }

static tree *rotate_right(tree *t) {
  tree *top = t->left;
  t->left = top->right;
  top->right = t;
  measure(t);
  measure(top);
  return top;
}

static tree *rotate_left(tree *t) {
  tree *top = t->right;
  t->right = top->left;
  top->left = t;
  measure(t);
  measure(top);
  return top;
}

static tree *balance(tree *t) {
  measure(t);
  int lean = height(t->left) - height(t->right);
  if (lean > 1) {
    if (height(t->left->left) < height(t->left->right)) t->left = rotate_left(t->left);
    return rotate_right(t);
  }
  if (lean < -1) {
    if (height(t->right->right) < height(t->right->left)) t->right = rotate_right(t->right);
    return rotate_left(t);
  }
  return t;
}

static void add_line(tree *t, int line) {
  if (t->line_count > 0 && t->lines[t->line_count - 1] == line) return;
  if (t->line_count == t->line_room) {
    t->line_room = t->line_room * 2 + 1;
    t->lines = realloc(t->lines, t->line_room * sizeof(int));
  }
  t->lines[t->line_count++] = line;
}

static tree *insert(tree *t, const char *key, int line) {
  if (!t) {
    t = calloc(1, sizeof(tree));
    t->key = malloc(strlen(key) + 1);
    strcpy(t->key, key);
    t->height = 1;
    add_line(t, line);
    return t;
  }
  int order = strcmp(key, t->key);
  if (order == 0) add_line(t, line);
  else if (order < 0) t->left = insert(t->left, key, line);
  else t->right = insert(t->right, key, line);
  return balance(t);
}

static void free_node(tree *t) {
  free(t->key);
  free(t->lines);
  free(t);
}

static tree *take_least(tree *t, tree **least) {
  if (!t->left) {
    *least = t;
    return t->right;
  }
  t->left = take_least(t->left, least);
  return balance(t);
}

static tree *erase(tree *t, const char *key, int *erased) {
  if (!t) return NULL;
  int order = strcmp(key, t->key);
  if (order < 0) t->left = erase(t->left, key, erased);
  else if (order > 0) t->right = erase(t->right, key, erased);
  else {
    tree *left = t->left, *right = t->right;
    *erased = 1;
    free_node(t);
    if (!right) return left;
    tree *least;
    right = take_least(right, &least);
    least->left = left;
    least->right = right;
    return balance(least);
  }
  return balance(t);
}

static const tree *find(const tree *t, const char *key) {
  while (t) {
    int order = strcmp(key, t->key);
    if (order == 0) return t;
    t = order < 0 ? t->left : t->right;
  }
  return NULL;
}

static void walk(const tree *t, int depth, visitor *visit, void *context) {
  if (!t) return;
  walk(t->left, depth + 1, visit, context);
  visit(t, depth, context);
  walk(t->right, depth + 1, visit, context);
}

static void free_tree(tree *t) {
  if (!t) return;
  free_tree(t->left);
  free_tree(t->right);
  free_node(t);
}

static void show(const tree *node, int depth, void *context) {
  FILE *out = context;
  fprintf(out, "%*s%-8s", depth * 2, "", node->key);
  for (int i = 0; i < node->line_count; i++) fprintf(out, "%s%d", i ? "," : " ", node->lines[i]);
  fputc('\n', out);
}

struct totals {
  int words, uses, deepest;
  const char *most;
  int most_uses;
};

static void count(const tree *node, int depth, void *context) {
  struct totals *t = context;
  t->words++;
  t->uses += node->line_count;
  if (depth > t->deepest) t->deepest = depth;
  if (node->line_count > t->most_uses) {
    t->most = node->key;
    t->most_uses = node->line_count;
  }
}

static int is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static tree *read_text(const char *text) {
  tree *root = NULL;
  int line = 1;
  for (const char *p = text; *p;) {
    char word[20];
    size_t n = 0;
    if (*p == '\n') line++;
    if (!is_letter(*p)) {
      p++;
      continue;
    }
    for (; is_letter(*p); p++)
      if (n < sizeof word - 1) word[n++] = (char)(*p | 0x20);
    word[n] = '\0';
    root = insert(root, word, line);
  }
  return root;
}

int main(void) {
  static const char text[] = "The sun and the moon\nand the stars above\nthe sea below the stars\n"
                             "a b c d e f g h i j k l m n o p\nthe end\n";
  tree *root = read_text(text);
  walk(root, 0, show, stdout);
  struct totals t = {0, 0, 0, NULL, 0};
  walk(root, 0, count, &t);
  printf("%d words, %d uses, depth %d, most: %s (%d)\n", t.words, t.uses, t.deepest, t.most, t.most_uses);
  static const char *const gone[] = {"the", "a", "p", "nothing", "moon", "h", "stars"};
  for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
    int erased = 0;
    root = erase(root, gone[i], &erased);
    printf("%s %s\n", gone[i], erased ? "erased" : "not there");
  }
  const tree *sea = find(root, "sea");
  printf("sea: %s, moon: %s\n", sea ? "found" : "none", find(root, "moon") ? "found" : "none");
  walk(root, 0, show, stdout);
  free_tree(root);
  return 0;
}
