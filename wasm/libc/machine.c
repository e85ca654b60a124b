/* What uname and its kin say of the machine. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

int uname(struct utsname *result) {
  memset(result, 0, sizeof *result);
  strcpy(result->sysname, "Linux");
  strcpy(result->nodename, "heapscope");
  strcpy(result->release, "6.1.0");
  strcpy(result->version, "#1");
  strcpy(result->machine, "wasm32");
  strcpy(result->domainname, "(none)");
  return 0;
}
int gethostname(char *name, size_t size) {
  int length = snprintf(name, size, "heapscope");
  if ((size_t)length < size) return 0;
  errno = ENAMETOOLONG;
  return -1;
}
int sethostname(const char *name, size_t size) {
  (void)name, (void)size;
  errno = EPERM;
  return -1;
}
int getdtablesize(void) { return (int)sysconf(_SC_OPEN_MAX); }
int getloadavg(double *averages, int n) {
  for (int i = 0; i < n && i < 3; i++) averages[i] = 0.0;
  return n < 3 ? n : 3;
}
void sync(void) {}
char *secure_getenv(const char *name) { return getenv(name); }
char *__gnu_basename(const char *path);
char *__gnu_basename(const char *path) {
  const char *slash = strrchr(path, '/');
  return (char *)(slash ? slash + 1 : path);
}
char *__xpg_basename(char *path);
extern char *posix_basename(char *path) __asm__("basename");
char *__xpg_basename(char *path) { return posix_basename(path); }
void *rawmemchr(const void *s, int c) {
  const unsigned char *p = s;
  while (*p != (unsigned char)c) p++;
  return (void *)p;
}
