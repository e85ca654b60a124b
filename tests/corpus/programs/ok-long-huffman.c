/* expect: clean */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct node {
  unsigned weight;
  int symbol;
  struct node *left, *right;
} node;

typedef struct {
  node **items;
  size_t count, room;
} heap;

typedef struct {
  uint8_t *bytes;
  size_t bits, room;
} bit_writer;

typedef struct {
  const uint8_t *bytes;
  size_t at, bits;
} bit_reader;

typedef struct {
  uint64_t bits;
  int length;
} code;

static node *new_node(unsigned weight, int symbol, node *left, node *right) {
  node *n = malloc(sizeof *n);
  *n = (node){weight, symbol, left, right};
  return n;
}

static int before(const node *a, const node *b) {
  if (a->weight != b->weight) return a->weight < b->weight;
  return a->symbol < b->symbol;
}

static void push(heap *h, node *n) {
  if (h->count == h->room) {
    h->room = h->room ? 2 * h->room : 4;
    h->items = realloc(h->items, h->room * sizeof *h->items);
  }
  size_t i = h->count++;
  while (i > 0 && before(n, h->items[(i - 1) / 2])) {
    h->items[i] = h->items[(i - 1) / 2];
    i = (i - 1) / 2;
  }
  h->items[i] = n;
}

static node *pop(heap *h) {
  node *top = h->items[0], *last = h->items[--h->count];
  size_t i = 0;
  for (;;) {
    size_t child = 2 * i + 1;
    if (child >= h->count) break;
    if (child + 1 < h->count && before(h->items[child + 1], h->items[child])) child++;
    if (!before(h->items[child], last)) break;
    h->items[i] = h->items[child];
    i = child;
  }
  if (h->count > 0) h->items[i] = last;
  return top;
}

static void free_tree(node *n) {
  if (!n) return;
  free_tree(n->left);
  free_tree(n->right);
  free(n);
}

static void put_bit(bit_writer *w, int bit) {
  if (w->bits / 8 == w->room) {
    size_t room = w->room ? 2 * w->room : 8;
    w->bytes = realloc(w->bytes, room);
    memset(w->bytes + w->room, 0, room - w->room);
    w->room = room;
  }
  if (bit) w->bytes[w->bits / 8] |= (uint8_t)(0x80 >> (w->bits % 8));
  w->bits++;
}

static void put_bits(bit_writer *w, uint64_t value, int length) {
  while (length-- > 0) put_bit(w, (int)(value >> length & 1));
}

static int get_bit(bit_reader *r) {
  if (r->at >= r->bits) return -1;
  int bit = r->bytes[r->at / 8] >> (7 - r->at % 8) & 1;
  r->at++;
  return bit;
}

static uint64_t get_bits(bit_reader *r, int length) {
  uint64_t value = 0;
  while (length-- > 0) value = value << 1 | (unsigned)get_bit(r);
  return value;
}

static node *build(const char *text) {
  unsigned counts[256];
  memset(counts, 0, sizeof counts);
  for (const unsigned char *p = (const unsigned char *)text; *p; p++) counts[*p]++;
  heap h = {NULL, 0, 0};
  for (int i = 0; i < 256; i++)
    if (counts[i]) push(&h, new_node(counts[i], i, NULL, NULL));
  int inner = 256;
  while (h.count > 1) {
    node *a = pop(&h), *b = pop(&h);
    push(&h, new_node(a->weight + b->weight, inner++, a, b));
  }
  node *root = h.count ? pop(&h) : NULL;
  free(h.items);
  return root;
}

static void assign(const node *n, code prefix, code *codes) {
  if (!n->left) {
    codes[n->symbol] = prefix.length ? prefix : (code){0, 1};
    return;
  }
  prefix.length++;
  prefix.bits <<= 1;
  assign(n->left, prefix, codes);
  prefix.bits |= 1;
  assign(n->right, prefix, codes);
}

static void write_tree(bit_writer *w, const node *n) {
  put_bit(w, n->left == NULL);
  if (n->left) {
    write_tree(w, n->left);
    write_tree(w, n->right);
  } else put_bits(w, (unsigned)n->symbol, 8);
}

static node *read_tree(bit_reader *r) {
  if (get_bit(r)) return new_node(0, (int)get_bits(r, 8), NULL, NULL);
  node *left = read_tree(r);
  return new_node(0, -1, left, read_tree(r));
}

static bit_writer encode(const char *text) {
  bit_writer w = {NULL, 0, 0};
  node *root = build(text);
  size_t n = strlen(text);
  put_bits(&w, n, 16);
  if (root) {
    code codes[256];
    assign(root, (code){0, 0}, codes);
    write_tree(&w, root);
    for (size_t i = 0; i < n; i++) {
      code c = codes[(unsigned char)text[i]];
      put_bits(&w, c.bits, c.length);
    }
  }
  free_tree(root);
  return w;
}

static char *decode(const bit_writer *w) {
  bit_reader r = {w->bytes, 0, w->bits};
  size_t n = (size_t)get_bits(&r, 16);
  char *text = malloc(n + 1);
  node *root = n ? read_tree(&r) : NULL;
  for (size_t i = 0; i < n; i++) {
    const node *at = root;
    if (!at->left) get_bit(&r);
    while (at->left) at = get_bit(&r) ? at->right : at->left;
    text[i] = (char)at->symbol;
  }
  text[n] = 0;
  free_tree(root);
  return text;
}

static unsigned checksum(const bit_writer *w) {
  unsigned a = 1, b = 0;
  for (size_t i = 0; i < (w->bits + 7) / 8; i++) {
    a = (a + w->bytes[i]) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

int main(void) {
  static const char *const texts[] = {"", "a", "aaaa", "abracadabra", "the quick brown fox jumps over the lazy dog",
                                      "mississippi river, mississippi mud"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    bit_writer w = encode(texts[i]);
    char *back = decode(&w);
    printf("%2zu chars, %3zu bits, %08x: %s\n", strlen(texts[i]), w.bits, checksum(&w),
           strcmp(back, texts[i]) == 0 ? "same" : "different");
    free(back);
    free(w.bytes);
  }
  return 0;
}
