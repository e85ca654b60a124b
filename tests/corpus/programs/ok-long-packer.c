/* expect: clean */
/* A packer: LZ77 with hash chains, a bit stream, CRC-32, base64 in both directions, over texts and noise in growing buffers. */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW 4096
#define SHORTEST 3
#define LONGEST 66
#define HASH_SIZE 1024

typedef struct {
  uint8_t *bytes;
  size_t length, capacity;
} buffer;

static void reserve(buffer *b, size_t more) {
  if (b->length + more <= b->capacity) return;
  size_t capacity = b->capacity ? b->capacity : 16;
  while (capacity < b->length + more) capacity += capacity / 2;
  uint8_t *grown = realloc(b->bytes, capacity);
  if (!grown) abort();
  b->bytes = grown;
  b->capacity = capacity;
}
static void put_byte(buffer *b, uint8_t byte) {
  reserve(b, 1);
  b->bytes[b->length++] = byte;
}
static void put_bytes(buffer *b, const void *bytes, size_t n) {
  reserve(b, n);
  if (n > 0) memcpy(b->bytes + b->length, bytes, n);
  b->length += n;
}
static void clear(buffer *b) {
  free(b->bytes);
  *b = (buffer){0};
}

/* Bits, lowest first. */

typedef struct {
  buffer *out;
  uint32_t pending;
  unsigned count;
} bit_writer;

typedef struct {
  const uint8_t *at, *end;
  uint32_t pending;
  unsigned count;
  bool failed;
} bit_reader;

static void write_bits(bit_writer *w, uint32_t value, unsigned n) {
  w->pending |= value << w->count;
  w->count += n;
  for (; w->count >= 8; w->count -= 8) {
    put_byte(w->out, (uint8_t)w->pending);
    w->pending >>= 8;
  }
}
static void finish_bits(bit_writer *w) {
  if (w->count > 0) put_byte(w->out, (uint8_t)w->pending);
  w->pending = w->count = 0;
}
static uint32_t read_bits(bit_reader *r, unsigned n) {
  while (r->count < n) {
    if (r->at == r->end) {
      r->failed = true;
      return 0;
    }
    r->pending |= (uint32_t)*r->at++ << r->count;
    r->count += 8;
  }
  uint32_t value = r->pending & ((1u << n) - 1);
  r->pending >>= n;
  r->count -= n;
  return value;
}

/* CRC-32 with a table that is made when it is first asked for. */

static uint32_t crc32(const uint8_t *bytes, size_t n) {
  static uint32_t *table;
  static uint32_t space[256];
  if (!table) {
    for (uint32_t i = 0; i < 256; i++) {
      uint32_t c = i;
      for (int bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
      space[i] = c;
    }
    table = space;
  }
  uint32_t crc = ~0u;
  while (n--) crc = table[(crc ^ *bytes++) & 0xff] ^ crc >> 8;
  return ~crc;
}

/* Matches: chains of earlier positions with the same hash of three bytes. */

typedef struct {
  int32_t head[HASH_SIZE];
  int32_t previous[WINDOW];
} matcher;

static unsigned hash_at(const uint8_t *p) { return ((unsigned)p[0] << 6 ^ (unsigned)p[1] << 3 ^ p[2]) % HASH_SIZE; }

static size_t match_length(const uint8_t *a, const uint8_t *b, const uint8_t *end) {
  size_t n = 0;
  while (b + n < end && n < LONGEST && a[n] == b[n]) n++;
  return n;
}

static size_t find_match(const matcher *m, const uint8_t *bytes, size_t at, size_t n, size_t *distance) {
  size_t best = 0;
  int tries = 32;
  if (n - at < SHORTEST) return 0;
  for (int32_t p = m->head[hash_at(bytes + at)]; p >= 0 && tries-- > 0; p = m->previous[p % WINDOW]) {
    if (at - (size_t)p >= WINDOW) break;
    size_t length = match_length(bytes + p, bytes + at, bytes + n);
    if (length > best) {
      best = length;
      *distance = at - (size_t)p;
    }
  }
  return best >= SHORTEST ? best : 0;
}

static void remember(matcher *m, const uint8_t *bytes, size_t at, size_t n) {
  if (n - at < SHORTEST) return;
  unsigned h = hash_at(bytes + at);
  m->previous[at % WINDOW] = m->head[h];
  m->head[h] = (int32_t)at;
}

static buffer pack(const uint8_t *bytes, size_t n) {
  buffer out = {0};
  uint32_t head[2] = {(uint32_t)n, crc32(bytes, n)};
  put_bytes(&out, head, sizeof head);
  matcher *m = malloc(sizeof *m);
  if (!m) abort();
  memset(m->head, -1, sizeof m->head);
  bit_writer w = {&out, 0, 0};
  for (size_t at = 0; at < n;) {
    size_t distance, length = find_match(m, bytes, at, n, &distance);
    if (length == 0) {
      write_bits(&w, 0, 1);
      write_bits(&w, bytes[at], 8);
      remember(m, bytes, at++, n);
      continue;
    }
    write_bits(&w, 1, 1);
    write_bits(&w, (uint32_t)distance, 12);
    write_bits(&w, (uint32_t)(length - SHORTEST), 6);
    for (size_t end = at + length; at < end; at++) remember(m, bytes, at, n);
  }
  finish_bits(&w);
  free(m);
  return out;
}

static bool unpack(const uint8_t *bytes, size_t n, buffer *out) {
  uint32_t head[2];
  if (n < sizeof head) return false;
  memcpy(head, bytes, sizeof head);
  bit_reader r = {.at = bytes + sizeof head, .end = bytes + n};
  while (out->length < head[0] && !r.failed) {
    if (read_bits(&r, 1) == 0) {
      uint8_t byte = (uint8_t)read_bits(&r, 8);
      if (!r.failed) put_byte(out, byte);
      continue;
    }
    size_t distance = read_bits(&r, 12), length = read_bits(&r, 6) + SHORTEST;
    if (r.failed || distance == 0 || distance > out->length) return false;
    /* One by one: the copy may overlap what it makes. */
    for (size_t i = 0; i < length; i++) put_byte(out, out->bytes[out->length - distance]);
  }
  return !r.failed && out->length == head[0] && crc32(out->bytes, out->length) == head[1];
}

/* base64 */

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static char *to_base64(const uint8_t *bytes, size_t n) {
  char *text = malloc((n + 2) / 3 * 4 + 1), *out = text;
  if (!text) abort();
  for (size_t i = 0; i < n; i += 3) {
    uint32_t group = (uint32_t)bytes[i] << 16;
    if (i + 1 < n) group |= (uint32_t)bytes[i + 1] << 8;
    if (i + 2 < n) group |= bytes[i + 2];
    for (size_t k = 0; k < 4; k++) *out++ = k <= n - i ? LETTERS[group >> (18 - 6 * k) & 63] : '=';
  }
  *out = '\0';
  return text;
}

static bool from_base64(const char *text, buffer *out) {
  static signed char values[256];
  if (values['B'] == 0) {
    memset(values, -1, sizeof values);
    for (int i = 0; i < 64; i++) values[(unsigned char)LETTERS[i]] = (signed char)i;
  }
  uint32_t group = 0;
  unsigned bits = 0;
  for (; *text && *text != '='; text++) {
    signed char value = values[(unsigned char)*text];
    if (value < 0) return false;
    group = group << 6 | (uint32_t)value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    put_byte(out, (uint8_t)(group >> bits));
  }
  return strspn(text, "=") == strlen(text);
}

static void round_trip(const char *name, const uint8_t *bytes, size_t n) {
  buffer packed = pack(bytes, n), decoded = {0}, unpacked = {0};
  char *text = to_base64(packed.bytes, packed.length);
  bool same = from_base64(text, &decoded) && decoded.length == packed.length &&
              memcmp(decoded.bytes, packed.bytes, packed.length) == 0;
  bool right = unpack(decoded.bytes, decoded.length, &unpacked) && unpacked.length == n &&
               (n == 0 || memcmp(unpacked.bytes, bytes, n) == 0);
  printf("%-8s %5zu -> %5zu %s %s %.16s\n", name, n, packed.length, same ? "same" : "different", right ? "right" : "wrong",
         text);
  /* A flipped bit of the checksum or a missing end must not pass. */
  if (n > 0) {
    buffer broken = {0};
    decoded.bytes[4] ^= 0x10;
    assert(!unpack(decoded.bytes, decoded.length, &broken));
    clear(&broken);
    assert(!unpack(packed.bytes, packed.length - 2, &broken));
    clear(&broken);
  }
  free(text);
  clear(&packed);
  clear(&decoded);
  clear(&unpacked);
}

int main(void) {
  static const char TEXT[] = "she sells sea shells by the sea shore; the shells she sells are sea shells, she is sure";
  round_trip("text", (const uint8_t *)TEXT, sizeof TEXT - 1);
  round_trip("nothing", NULL, 0);
  round_trip("one", (const uint8_t *)"x", 1);
  buffer long_text = {0};
  for (int i = 0; i < 300; i++) {
    char line[48];
    int n = snprintf(line, sizeof line, "%d: line %d of %s\n", i * i, i % 17, i % 3 ? "many" : "a few");
    put_bytes(&long_text, line, (size_t)n);
  }
  round_trip("lines", long_text.bytes, long_text.length);
  uint8_t zeros[1000] = {0};
  round_trip("zeros", zeros, sizeof zeros);
  uint8_t noise[700];
  uint32_t x = 2463534242u;
  for (size_t i = 0; i < sizeof noise; i++) {
    x ^= x << 13, x ^= x >> 17, x ^= x << 5;
    noise[i] = (uint8_t)x;
  }
  round_trip("noise", noise, sizeof noise);
  buffer wrong = {0};
  printf("%d %d\n", from_base64("ab!d", &wrong), unpack((const uint8_t *)"ab", 2, &wrong));
  clear(&wrong);
  clear(&long_text);
  return 0;
}
