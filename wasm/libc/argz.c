/* See <argz.h>. */
#include <argz.h>
#include <stdlib.h>

error_t argz_append(char **vector, size_t *size, const char *bytes, size_t n) {
  char *larger = realloc(*vector, *size + n);
  if (!larger && *size + n) return ENOMEM;
  memcpy(larger + *size, bytes, n);
  *vector = larger;
  *size += n;
  return 0;
}
error_t argz_add(char **vector, size_t *size, const char *text) {
  return argz_append(vector, size, text, strlen(text) + 1);
}
/* Each separator ends a string; several of them make none that is empty. */
error_t argz_add_sep(char **vector, size_t *size, const char *text, int separator) {
  const char stops[] = {(char)separator, 0};
  while (*(text += strspn(text, stops))) {
    size_t n = strcspn(text, stops);
    error_t error = argz_append(vector, size, text, n);
    if (!error) error = argz_append(vector, size, "", 1);
    if (error) return error;
    text += n;
  }
  return 0;
}
error_t argz_create(char *const arguments[], char **vector, size_t *size) {
  *vector = NULL;
  *size = 0;
  for (int i = 0; arguments[i]; i++)
    if (argz_add(vector, size, arguments[i])) return ENOMEM;
  return 0;
}
error_t argz_create_sep(const char *text, int separator, char **vector, size_t *size) {
  *vector = NULL;
  *size = 0;
  return argz_add_sep(vector, size, text, separator);
}
char *argz_next(const char *vector, size_t size, const char *entry) {
  if (!entry) return size ? (char *)vector : NULL;
  entry += strlen(entry) + 1;
  return entry < vector + size ? (char *)entry : NULL;
}
size_t argz_count(const char *vector, size_t size) {
  size_t count = 0;
  for (const char *entry = NULL; (entry = argz_next(vector, size, entry));) count++;
  return count;
}
void argz_extract(const char *vector, size_t size, char **arguments) {
  for (char *entry = NULL; (entry = argz_next(vector, size, entry));) *arguments++ = entry;
  *arguments = NULL;
}
void argz_stringify(char *vector, size_t size, int separator) {
  for (size_t i = 0; i + 1 < size; i++)
    if (!vector[i]) vector[i] = (char)separator;
}
void argz_delete(char **vector, size_t *size, char *entry) {
  if (!entry) return;
  size_t n = strlen(entry) + 1;
  memmove(entry, entry + n, *size - (size_t)(entry - *vector) - n);
  *size -= n;
  if (*size) return;
  free(*vector);
  *vector = NULL;
}
error_t argz_insert(char **vector, size_t *size, char *before, const char *text) {
  if (!before) return argz_add(vector, size, text);
  if (before < *vector || before >= *vector + *size) return EINVAL;
  while (before > *vector && before[-1]) before--;
  size_t at = (size_t)(before - *vector), n = strlen(text) + 1, rest = *size - at;
  char *larger = realloc(*vector, *size + n);
  if (!larger) return ENOMEM;
  memmove(larger + at + n, larger + at, rest);
  memcpy(larger + at, text, n);
  *vector = larger;
  *size += n;
  return 0;
}

static error_t append_replaced(char **result, size_t *size, const char *entry, const char *old, const char *new,
                               unsigned *count) {
  const char *at;
  error_t error = 0;
  for (; !error && *old && (at = strstr(entry, old)); entry = at + strlen(old)) {
    error = argz_append(result, size, entry, (size_t)(at - entry));
    if (!error) error = argz_append(result, size, new, strlen(new));
    if (count) ++*count;
  }
  return error ? error : argz_add(result, size, entry);
}
error_t argz_replace(char **vector, size_t *size, const char *old, const char *new, unsigned *count) {
  char *result = NULL;
  size_t n = 0;
  for (char *entry = NULL; (entry = argz_next(*vector, *size, entry));) {
    if (append_replaced(&result, &n, entry, old, new, count) == 0) continue;
    free(result);
    return ENOMEM;
  }
  free(*vector);
  *vector = result;
  *size = n;
  return 0;
}
