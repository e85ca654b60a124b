/* See <syslog.h>. The message is made in any case, so that what is wrong with its arguments is found. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

static const char *identity;
static int options, mask = 0xff;

void openlog(const char *name, int how, int facility) {
  (void)facility;
  identity = name;
  options = how;
}
void closelog(void) {}
int setlogmask(int wanted) {
  int old = mask;
  if (wanted) mask = wanted;
  return old;
}

/* glibc's %m is the text of errno. */
static char *with_error(const char *format, int error) {
  const char *text = strerror(error);
  size_t room = strlen(format) + 1;
  for (const char *at = format; (at = strstr(at, "%m")); at += 2) room += 2 * strlen(text);
  char *result = malloc(room), *to = result;
  if (!result) return NULL;
  for (const char *from = format; *from; from++) {
    if (from[0] == '%' && from[1] == 'm') {
      for (const char *c = text; *c; c++) {
        if (*c == '%') *to++ = '%';
        *to++ = *c;
      }
      from++;
    } else {
      *to++ = *from;
      if (from[0] == '%' && from[1]) *to++ = *++from;
    }
  }
  *to = 0;
  return result;
}

void vsyslog(int priority, const char *format, va_list arguments) {
  if (!(mask & LOG_MASK(LOG_PRI(priority)))) return;
  char *own = with_error(format, errno), *message = NULL;
  int length = own ? vasprintf(&message, own, arguments) : -1;
  free(own);
  if (length < 0) return;
  if (options & LOG_PERROR) {
    const char *end = length > 0 && message[length - 1] == '\n' ? "" : "\n";
    if (options & LOG_PID)
      fprintf(stderr, "%s[%d]: %s%s", identity ? identity : "program", getpid(), message, end);
    else
      fprintf(stderr, "%s: %s%s", identity ? identity : "program", message, end);
  }
  free(message);
}
void syslog(int priority, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsyslog(priority, format, arguments);
  va_end(arguments);
}
