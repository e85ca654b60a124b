/* See <envz.h>. */
#include <envz.h>

char *envz_entry(const char *vector, size_t size, const char *name) {
  size_t n = strcspn(name, "=");
  for (char *entry = NULL; (entry = argz_next(vector, size, entry));)
    if (strncmp(entry, name, n) == 0 && (entry[n] == 0 || entry[n] == '=')) return entry;
  return NULL;
}
char *envz_get(const char *vector, size_t size, const char *name) {
  char *entry = envz_entry(vector, size, name), *value = entry ? strchr(entry, '=') : NULL;
  return value ? value + 1 : NULL;
}
void envz_remove(char **vector, size_t *size, const char *name) {
  argz_delete(vector, size, envz_entry(*vector, *size, name));
}
error_t envz_add(char **vector, size_t *size, const char *name, const char *value) {
  envz_remove(vector, size, name);
  if (!value) return argz_add(vector, size, name);
  error_t error = argz_append(vector, size, name, strlen(name));
  if (!error) error = argz_append(vector, size, "=", 1);
  return error ? error : argz_add(vector, size, value);
}
error_t envz_merge(char **vector, size_t *size, const char *other, size_t other_size, int replace) {
  for (char *entry = NULL; (entry = argz_next(other, other_size, entry));) {
    char *old = envz_entry(*vector, *size, entry);
    if (old && !replace) continue;
    argz_delete(vector, size, old);
    error_t error = argz_add(vector, size, entry);
    if (error) return error;
  }
  return 0;
}
void envz_strip(char **vector, size_t *size) {
  for (char *entry = *vector; entry && entry < *vector + *size;) {
    if (strchr(entry, '='))
      entry += strlen(entry) + 1;
    else
      argz_delete(vector, size, entry);
  }
}
