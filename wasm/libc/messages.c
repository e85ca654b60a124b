/* See <libintl.h>. */
#include <libintl.h>
#include <stddef.h>
#include <string.h>

char *gettext(const char *message) { return (char *)message; }
char *dgettext(const char *domain, const char *message) { return (void)domain, (char *)message; }
char *dcgettext(const char *domain, const char *message, int category) {
  return (void)domain, (void)category, (char *)message;
}
char *ngettext(const char *one, const char *many, unsigned long n) { return (char *)(n == 1 ? one : many); }
char *dngettext(const char *domain, const char *one, const char *many, unsigned long n) {
  return (void)domain, ngettext(one, many, n);
}
char *dcngettext(const char *domain, const char *one, const char *many, unsigned long n, int category) {
  return (void)domain, (void)category, ngettext(one, many, n);
}

static char current[64] = "messages";
char *textdomain(const char *domain) {
  if (domain && strlen(domain) < sizeof current) strcpy(current, *domain ? domain : "messages");
  return current;
}
char *bindtextdomain(const char *domain, const char *directory) {
  if (!domain || !*domain) return NULL;
  return (char *)(directory ? directory : "/usr/share/locale");
}
char *bind_textdomain_codeset(const char *domain, const char *codeset) { return (void)domain, (char *)codeset; }
