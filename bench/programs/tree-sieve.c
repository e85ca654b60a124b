/* A binary search tree built and walked, and a sieve of Eratosthenes: pointers, recursion, and a flat array. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
  int key;
  struct node *left, *right;
};

static struct node *insert(struct node *root, int key) {
  if (root == NULL) {
    struct node *n = malloc(sizeof *n);
    n->key = key;
    n->left = n->right = NULL;
    return n;
  }
  if (key < root->key)
    root->left = insert(root->left, key);
  else
    root->right = insert(root->right, key);
  return root;
}

static long sum(const struct node *root) {
  if (root == NULL) return 0;
  return root->key + sum(root->left) + sum(root->right);
}

static void release(struct node *root) {
  if (root == NULL) return;
  release(root->left);
  release(root->right);
  free(root);
}

static int sieve(int n) {
  char *composite = calloc(n + 1, 1);
  int count = 0;
  for (int i = 2; i <= n; i++) {
    if (composite[i]) continue;
    count++;
    for (long j = (long)i * 2; j <= n; j += i) composite[j] = 1;
  }
  free(composite);
  return count;
}

int main(int argc, char **argv) {
  int scale = argc > 1 ? atoi(argv[1]) : 10;
  unsigned seed = 12345;
  long total = 0;
  int primes = 0;
  for (int round = 0; round < scale; round++) {
    struct node *root = NULL;
    for (int i = 0; i < 20000; i++) {
      seed = seed * 1103515245u + 12345u;
      root = insert(root, (int)(seed >> 8) % 100000);
    }
    total += sum(root);
    release(root);
    primes += sieve(300000);
  }
  printf("%ld %d\n", total, primes);
  return 0;
}
