/*
 * libc's memory and string functions, checked on the caller's behalf: each checks exactly the bytes that the C standard lets it
 * touch. They replace wasi-libc's, some of which read whole words past the end on purpose. All are weak, as a program
 * may bring its own.
 */
#include "heapscope/state.h"

#define WEAK __attribute__((weak))

#define ONES 0x0101010101010101ull

/* Bit 7 of each zero byte of a word; above the lowest of these there may be wrong ones. */
static uint64_t zeros(uint64_t word) { return (word - ONES) & ~word & 0x8080808080808080ull; }
static uint64_t same_byte_in_all(int c) { return (uint8_t)c * ONES; }
/* Index of the lowest byte with a bit set; 8 for none. */
static uint32_t first_byte(uint64_t bits) { return bits ? (uint32_t)__builtin_ctzll(bits) / 8 : 8; }
/* Bit 0 of each of the eight bytes at p that may not be loaded. */
static uint64_t not_loadable(const void *p) { return ~hs_load64(hs_shadow((uint32_t)p)) & ONES; }

static bool loadable(const char *p) { return (*hs_shadow((uint32_t)p) & 1) != 0; }

/*
 * Length of the string at s, at most `limit`, checking every byte it reads (the terminator too). After a bad byte is reported
 * the scan goes on to the terminator, as the real function would.
 */
__attribute__((noinline)) static size_t scan_from(const char *s, size_t i, size_t limit) {
  bool reported = false;
  for (; i < limit; i++) {
    if (!reported && !(*hs_shadow((uint32_t)s + i) & 0x81)) {
      hs_check_addressable(s + i, 1);
      reported = true;
    }
    if (!s[i]) break;
  }
  if (!reported) hs_check_read(s, i < limit ? i + 1 : i);
  return i;
}

static size_t scan(const char *s, size_t limit) {
  if (limit > HS_LIMIT) limit = HS_LIMIT;
  if ((uint32_t)s >= HS_RESERVED_BASE) hs_check_addressable(s, 1);
  for (size_t i = 0;; i += 8) {
    if (limit - i < 8) return scan_from(s, i, limit);
    uint64_t end = zeros(hs_load64(s + i)), bad = not_loadable(s + i);
    uint32_t length = first_byte(end);
    if (bad && first_byte(bad) <= length) return scan_from(s, i, limit);
    if (end) return i + length;
  }
}

__attribute__((noinline)) static void report_overlap(uint32_t destination, uint32_t source, size_t n) {
  /* Ranges that run out of their blocks are findings of their own. */
  if (!hs_all(destination, n, 0x80) || !hs_all(source, n, 0x80)) return;
  hs_record_finding(HS_OVERLAPPING_MEMCPY, destination, n, HS_FLAG_WRITE, hs_block_around(destination).id);
}

static void check_overlap(const void *destination, const void *source, size_t n) {
  uint32_t d = (uint32_t)destination, s = (uint32_t)source;
  if (n <= HS_RESERVED_BASE && d < s + n && s < d + n) report_overlap(d, s, n);
}

/* Compilers copy structs so: onto themselves is no mistake of the program's, as memcheck and ASan see it. */
static void check_other_overlap(const void *destination, const void *source, size_t n) {
  if (destination != source) check_overlap(destination, source, n);
}

static void *checked_copy(void *destination, const void *source, size_t n) {
  hs_checked_copy(destination, source, n);
  return destination;
}
static void *checked_set(void *destination, int value, size_t n) {
  hs_checked_set(destination, value, n);
  return destination;
}

WEAK void *memcpy(void *restrict destination, const void *restrict source, size_t n) {
  check_other_overlap(destination, source, n);
  return checked_copy(destination, source, n);
}
WEAK void *memmove(void *destination, const void *source, size_t n) { return checked_copy(destination, source, n); }
WEAK void *memset(void *destination, int value, size_t n) { return checked_set(destination, value, n); }
void *__asan_memcpy(void *destination, const void *source, size_t n) {
  check_other_overlap(destination, source, n);
  return checked_copy(destination, source, n);
}
void *__asan_memmove(void *destination, const void *source, size_t n) { return checked_copy(destination, source, n); }
void *__asan_memset(void *destination, int value, size_t n) { return checked_set(destination, value, n); }

WEAK int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *x = a, *y = b;
  hs_check_addressable(a, n);
  hs_check_addressable(b, n);
  size_t i = 0;
  while (n - i >= 8 && hs_load64(x + i) == hs_load64(y + i)) i += 8;
  while (i < n && x[i] == y[i]) i++;
  hs_check_read(a, i < n ? i + 1 : n);
  hs_check_read(b, i < n ? i + 1 : n);
  return i < n ? x[i] - y[i] : 0;
}

WEAK void *memchr(const void *s, int c, size_t n) {
  const unsigned char *p = s;
  uint64_t wanted = same_byte_in_all(c);
  size_t i = 0;
  for (; n - i >= 8; i += 8) {
    if (not_loadable(p + i)) break;
    uint64_t found = zeros(hs_load64(p + i) ^ wanted);
    if (found) return (void *)(p + i + first_byte(found));
  }
  while (i < n && p[i] != (unsigned char)c) i++;
  hs_check_read(s, i < n ? i + 1 : n);
  return i < n ? (void *)(p + i) : NULL;
}
void *__memrchr(const void *s, int c, size_t n) {
  const unsigned char *p = s;
  hs_check_read(s, n);
  while (n--)
    if (p[n] == (unsigned char)c) return (void *)(p + n);
  return NULL;
}
WEAK void *memrchr(const void *s, int c, size_t n) { return __memrchr(s, c, n); }

WEAK size_t strlen(const char *s) { return scan(s, SIZE_MAX); }
WEAK size_t strnlen(const char *s, size_t n) { return scan(s, n); }

/* Copies n bytes and a terminator. */
static char *put_string(char *destination, const char *source, size_t n) {
  hs_checked_copy(destination, source, n + 1);
  return destination + n;
}

char *__stpcpy(char *restrict destination, const char *restrict source) {
  size_t n = scan(source, SIZE_MAX);
  check_overlap(destination, source, n + 1);
  return put_string(destination, source, n);
}
WEAK char *stpcpy(char *restrict destination, const char *restrict source) { return __stpcpy(destination, source); }
WEAK char *strcpy(char *restrict destination, const char *restrict source) {
  __stpcpy(destination, source);
  return destination;
}

char *__stpncpy(char *restrict destination, const char *restrict source, size_t n) {
  size_t length = scan(source, n);
  check_overlap(destination, source, length < n ? length + 1 : n);
  hs_check_write(destination, n);
  hs_copy(destination, source, length);
  hs_set(destination + length, 0, n - length);
  return destination + length;
}
WEAK char *stpncpy(char *restrict d, const char *restrict s, size_t n) { return __stpncpy(d, s, n); }
WEAK char *strncpy(char *restrict destination, const char *restrict source, size_t n) {
  __stpncpy(destination, source, n);
  return destination;
}

WEAK char *strcat(char *restrict destination, const char *restrict source) {
  size_t n = scan(source, SIZE_MAX);
  char *end = destination + scan(destination, SIZE_MAX);
  check_overlap(end, source, n + 1);
  put_string(end, source, n);
  return destination;
}
WEAK char *strncat(char *restrict destination, const char *restrict source, size_t limit) {
  size_t n = scan(source, limit);
  char *end = destination + scan(destination, SIZE_MAX);
  /* The string that is added to counts as a whole, as it does for memcheck and ASan. */
  if (n && source <= end + n && destination < source + n) report_overlap((uint32_t)end, (uint32_t)source, n);
  hs_check_write(end, n + 1);
  hs_copy(end, source, n);
  hs_set(end + n, 0, 1);
  return destination;
}

WEAK size_t strlcpy(char *destination, const char *source, size_t size) {
  size_t n = scan(source, SIZE_MAX);
  if (size) {
    size_t kept = n < size ? n : size - 1;
    hs_check_write(destination, kept + 1);
    hs_copy(destination, source, kept);
    hs_set(destination + kept, 0, 1);
  }
  return n;
}
WEAK size_t strlcat(char *destination, const char *source, size_t size) {
  size_t used = scan(destination, size);
  return used == size ? used + scan(source, SIZE_MAX) : used + strlcpy(destination + used, source, size - used);
}

/* Where two strings differ or both end, within n bytes; checks what it reads of both. */
static int compare(const char *a, const char *b, size_t n) {
  size_t i = 0;
  for (; n - i >= 8; i += 8) {
    uint64_t left = hs_load64(a + i), different = left ^ hs_load64(b + i);
    uint64_t bad = not_loadable(a + i) | not_loadable(b + i);
    uint32_t end = first_byte(different | zeros(left));
    if (bad && first_byte(bad) <= end) break;
    if (end < 8) return (unsigned char)a[i + end] - (unsigned char)b[i + end];
  }
  while (i < n && a[i] == b[i] && a[i]) i++;
  hs_check_read(a, i < n ? i + 1 : i);
  hs_check_read(b, i < n ? i + 1 : i);
  return i < n ? (unsigned char)a[i] - (unsigned char)b[i] : 0;
}
WEAK int strcmp(const char *a, const char *b) { return compare(a, b, SIZE_MAX); }
WEAK int strncmp(const char *a, const char *b, size_t n) { return compare(a, b, n); }

/* The first c in s, or its terminator. */
char *__strchrnul(const char *s, int c) {
  uint64_t wanted = same_byte_in_all(c);
  size_t i = 0;
  for (; (uint32_t)s < HS_RESERVED_BASE; i += 8) {
    uint64_t word = hs_load64(s + i), found = zeros(word) | zeros(word ^ wanted), bad = not_loadable(s + i);
    if (bad && first_byte(bad) <= first_byte(found)) break;
    if (found) return (char *)s + i + first_byte(found);
  }
  while (s[i] && s[i] != (char)c && loadable(s + i)) i++;
  hs_check_read(s, i + 1);
  while (s[i] && s[i] != (char)c) i++;
  return (char *)s + i;
}
WEAK char *strchrnul(const char *s, int c) { return __strchrnul(s, c); }
WEAK char *strchr(const char *s, int c) {
  char *found = __strchrnul(s, c);
  return *found == (char)c ? found : NULL;
}
WEAK char *strrchr(const char *s, int c) { return __memrchr(s, c, scan(s, SIZE_MAX) + 1); }
WEAK void *memccpy(void *restrict destination, const void *restrict source, int c, size_t n) {
  const unsigned char *p = source;
  size_t i = 0;
  while (i < n && p[i] != (unsigned char)c) i++;
  size_t copied = i < n ? i + 1 : n;
  checked_copy(destination, source, copied);
  return i < n ? (char *)destination + copied : NULL;
}
