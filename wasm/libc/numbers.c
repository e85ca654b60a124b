/* Numbers to text and back, in ways that glibc and C23 know. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* C23 has a precision and one of a e f g in a format, and nothing else; glibc aborts at any other. */
static int is_format(const char *format) {
  if (*format++ != '%') return 0;
  if (*format == '.') format += 1 + strspn(format + 1, "0123456789");
  return *format && strchr("aAeEfFgG", *format) && !format[1];
}
int strfromd(char *restrict text, size_t size, const char *restrict format, double value) {
  if (!is_format(format)) abort();
  return snprintf(text, size, format, value);
}
int strfromf(char *restrict text, size_t size, const char *restrict format, float value) {
  return strfromd(text, size, format, (double)value);
}
int strfroml(char *restrict text, size_t size, const char *restrict format, long double value) {
  if (!is_format(format)) abort();
  char longer[32];
  size_t length = strlen(format);
  if (length + 2 > sizeof longer) abort();
  memcpy(longer, format, length - 1);
  longer[length - 1] = 'L';
  longer[length] = format[length - 1];
  longer[length + 1] = 0;
  return snprintf(text, size, longer, value);
}

/* All locales here read numbers alike. */
long strtol_l(const char *restrict text, char **restrict end, int base, locale_t locale) {
  return (void)locale, strtol(text, end, base);
}
unsigned long strtoul_l(const char *restrict text, char **restrict end, int base, locale_t locale) {
  return (void)locale, strtoul(text, end, base);
}
long long strtoll_l(const char *restrict text, char **restrict end, int base, locale_t locale) {
  return (void)locale, strtoll(text, end, base);
}
unsigned long long strtoull_l(const char *restrict text, char **restrict end, int base, locale_t locale) {
  return (void)locale, strtoull(text, end, base);
}
long long strtoq(const char *restrict text, char **restrict end, int base) { return strtoll(text, end, base); }
unsigned long long strtouq(const char *restrict text, char **restrict end, int base) {
  return strtoull(text, end, base);
}

static int copy_digits(const char *digits, char *buffer, size_t size) {
  if (strlen(digits) >= size) return -1;
  strcpy(buffer, digits);
  return 0;
}
int ecvt_r(double value, int digits, int *restrict point, int *restrict sign, char *restrict buffer, size_t size) {
  return copy_digits(ecvt(value, digits, point, sign), buffer, size);
}
int fcvt_r(double value, int digits, int *restrict point, int *restrict sign, char *restrict buffer, size_t size) {
  return copy_digits(fcvt(value, digits, point, sign), buffer, size);
}

/* By the first letter, as the C locale answers. */
int rpmatch(const char *answer) {
  return strchr("yY", *answer) && *answer ? 1 : strchr("nN", *answer) && *answer ? 0 : -1;
}
