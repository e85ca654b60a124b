/* expect: clean */
/* A B-tree of order 2t with insertion, deletion and range queries, checked against a sorted array. */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define T 3
#define MOST_KEYS (2 * T - 1)

typedef struct node {
  int count;
  bool leaf;
  int keys[MOST_KEYS];
  char *values[MOST_KEYS];
  struct node *children[];
} node;

typedef struct {
  node *root;
  size_t size;
} btree;

typedef struct {
  int key;
  char *value;
} entry;

static node *node_new(bool leaf) {
  size_t children = leaf ? 0 : (MOST_KEYS + 1) * sizeof(node *);
  node *n = malloc(sizeof *n + children);
  if (!n) abort();
  n->count = 0;
  n->leaf = leaf;
  return n;
}

static char *value_of(int key) {
  char text[32];
  int length = snprintf(text, sizeof text, "value-%d", key);
  char *copy = malloc((size_t)length + 1);
  if (!copy) abort();
  return memcpy(copy, text, (size_t)length + 1);
}

static int lower_bound(const node *n, int key) {
  int low = 0, high = n->count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (n->keys[middle] < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static const char *find(const node *n, int key) {
  for (;;) {
    int i = lower_bound(n, key);
    if (i < n->count && n->keys[i] == key) return n->values[i];
    if (n->leaf) return NULL;
    n = n->children[i];
  }
}

static void make_room(node *n, int at) {
  size_t moved = (size_t)(n->count - at);
  memmove(n->keys + at + 1, n->keys + at, moved * sizeof *n->keys);
  memmove(n->values + at + 1, n->values + at, moved * sizeof *n->values);
}

static void close_gap(node *n, int at) {
  size_t moved = (size_t)(n->count - at - 1);
  memmove(n->keys + at, n->keys + at + 1, moved * sizeof *n->keys);
  memmove(n->values + at, n->values + at + 1, moved * sizeof *n->values);
}

static void split_child(node *parent, int i) {
  node *left = parent->children[i];
  node *right = node_new(left->leaf);
  right->count = T - 1;
  memcpy(right->keys, left->keys + T, (T - 1) * sizeof *left->keys);
  memcpy(right->values, left->values + T, (T - 1) * sizeof *left->values);
  if (!left->leaf) memcpy(right->children, left->children + T, T * sizeof(node *));
  left->count = T - 1;
  make_room(parent, i);
  parent->keys[i] = left->keys[T - 1];
  parent->values[i] = left->values[T - 1];
  memmove(parent->children + i + 2, parent->children + i + 1, (size_t)(parent->count - i) * sizeof(node *));
  parent->children[i + 1] = right;
  parent->count++;
}

static bool insert_below(node *n, int key, char *value) {
  int i = lower_bound(n, key);
  if (i < n->count && n->keys[i] == key) {
    free(n->values[i]);
    n->values[i] = value;
    return false;
  }
  if (n->leaf) {
    make_room(n, i);
    n->keys[i] = key;
    n->values[i] = value;
    n->count++;
    return true;
  }
  if (n->children[i]->count == MOST_KEYS) {
    split_child(n, i);
    if (key == n->keys[i]) {
      free(n->values[i]);
      n->values[i] = value;
      return false;
    }
    if (key > n->keys[i]) i++;
  }
  return insert_below(n->children[i], key, value);
}

static void insert(btree *tree, int key) {
  if (!tree->root) tree->root = node_new(true);
  if (tree->root->count == MOST_KEYS) {
    node *root = node_new(false);
    root->children[0] = tree->root;
    split_child(root, 0);
    tree->root = root;
  }
  if (insert_below(tree->root, key, value_of(key))) tree->size++;
}

/* Joins child i, key i and child i + 1. */
static void merge(node *n, int i) {
  node *left = n->children[i], *right = n->children[i + 1];
  left->keys[T - 1] = n->keys[i];
  left->values[T - 1] = n->values[i];
  memcpy(left->keys + T, right->keys, (size_t)right->count * sizeof *left->keys);
  memcpy(left->values + T, right->values, (size_t)right->count * sizeof *left->values);
  if (!left->leaf) memcpy(left->children + T, right->children, (size_t)(right->count + 1) * sizeof(node *));
  left->count += right->count + 1;
  free(right);
  close_gap(n, i);
  memmove(n->children + i + 1, n->children + i + 2, (size_t)(n->count - i - 1) * sizeof(node *));
  n->count--;
}

/* Gives child i at least T keys; returns where that child is then. */
static int fill(node *n, int i) {
  node *child = n->children[i];
  if (child->count >= T) return i;
  if (i > 0 && n->children[i - 1]->count >= T) {
    node *left = n->children[i - 1];
    make_room(child, 0);
    child->keys[0] = n->keys[i - 1];
    child->values[0] = n->values[i - 1];
    if (!child->leaf) {
      memmove(child->children + 1, child->children, (size_t)(child->count + 1) * sizeof(node *));
      child->children[0] = left->children[left->count];
    }
    child->count++;
    left->count--;
    n->keys[i - 1] = left->keys[left->count];
    n->values[i - 1] = left->values[left->count];
    return i;
  }
  if (i < n->count && n->children[i + 1]->count >= T) {
    node *right = n->children[i + 1];
    child->keys[child->count] = n->keys[i];
    child->values[child->count] = n->values[i];
    child->count++;
    n->keys[i] = right->keys[0];
    n->values[i] = right->values[0];
    close_gap(right, 0);
    if (!child->leaf) {
      child->children[child->count] = right->children[0];
      memmove(right->children, right->children + 1, (size_t)right->count * sizeof(node *));
    }
    right->count--;
    return i;
  }
  if (i == n->count) i--;
  merge(n, i);
  return i;
}

/* Takes a key out without freeing its value, which is given. */
static char *take(node *n, int key) {
  int i = lower_bound(n, key);
  if (i < n->count && n->keys[i] == key) {
    char *value = n->values[i];
    if (n->leaf) {
      close_gap(n, i);
      n->count--;
      return value;
    }
    if (n->children[i]->count >= T) {
      node *last = n->children[i];
      while (!last->leaf) last = last->children[last->count];
      n->keys[i] = last->keys[last->count - 1];
      n->values[i] = take(n->children[i], n->keys[i]);
      return value;
    }
    if (n->children[i + 1]->count >= T) {
      node *first = n->children[i + 1];
      while (!first->leaf) first = first->children[0];
      n->keys[i] = first->keys[0];
      n->values[i] = take(n->children[i + 1], n->keys[i]);
      return value;
    }
    merge(n, i);
    return take(n->children[i], key);
  }
  if (n->leaf) return NULL;
  return take(n->children[fill(n, i)], key);
}

static bool delete(btree *tree, int key) {
  if (!tree->root) return false;
  char *value = take(tree->root, key);
  if (tree->root->count == 0) {
    node *old = tree->root;
    tree->root = old->leaf ? NULL : old->children[0];
    free(old);
  }
  if (!value) return false;
  free(value);
  tree->size--;
  return true;
}

static int walk(const node *n, int low, int high, entry *out, int found) {
  for (int i = lower_bound(n, low); i <= n->count; i++) {
    if (!n->leaf) found = walk(n->children[i], low, high, out, found);
    if (i == n->count || n->keys[i] > high) break;
    out[found++] = (entry){n->keys[i], n->values[i]};
  }
  return found;
}

static void destroy(node *n) {
  for (int i = 0; i < n->count; i++) free(n->values[i]);
  for (int i = 0; !n->leaf && i <= n->count; i++) destroy(n->children[i]);
  free(n);
}

int main(void) {
  btree tree = {NULL, 0};
  bool present[500] = {false};
  unsigned seed = 7;
  for (int round = 0; round < 3000; round++) {
    seed = seed * 1103515245u + 12345u;
    int key = (int)(seed >> 16) % 500;
    if (round % 3 == 2 || (round > 2400 && round % 5 != 0)) {
      bool was = delete (&tree, key);
      assert(was == present[key]);
      present[key] = false;
    } else {
      insert(&tree, key);
      present[key] = true;
    }
  }
  size_t expected = 0;
  for (int key = 0; key < 500; key++) {
    const char *value = tree.root ? find(tree.root, key) : NULL;
    assert((value != NULL) == present[key]);
    expected += present[key];
  }
  assert(expected == tree.size);
  entry *all = malloc((tree.size + 1) * sizeof *all);
  if (!all || !tree.root) return 1;
  int n = walk(tree.root, 100, 160, all, 0);
  for (int i = 0; i < n; i++) printf("%d=%s%s", all[i].key, all[i].value, i + 1 < n ? " " : "\n");
  printf("%zu keys\n", tree.size);
  free(all);
  destroy(tree.root);
  return 0;
}
