/* What is known of users and groups, into the caller's memory; files of them, as /etc/passwd is one. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heapscope/system.h"

/* Where texts are put one after the other; `next` is NULL once one had no room. */
struct texts {
  char *next;
  size_t room;
};

static char *keep(struct texts *texts, const char *text) {
  size_t size = strlen(text) + 1;
  if (!texts->next || size > texts->room) {
    texts->next = NULL;
    return NULL;
  }
  char *copy = memcpy(texts->next, text, size);
  texts->next += size;
  texts->room -= size;
  return copy;
}

static int copy_user(const struct passwd *from, struct passwd *to, char *buffer, size_t size, struct passwd **result) {
  *result = NULL;
  if (!from) return 0;
  struct texts texts = {buffer, size};
  *to = *from;
  to->pw_name = keep(&texts, from->pw_name);
  to->pw_passwd = keep(&texts, from->pw_passwd);
  to->pw_gecos = keep(&texts, from->pw_gecos);
  to->pw_dir = keep(&texts, from->pw_dir);
  to->pw_shell = keep(&texts, from->pw_shell);
  if (!texts.next) return ERANGE;
  *result = to;
  return 0;
}
int getpwnam_r(const char *name, struct passwd *user, char *buffer, size_t size, struct passwd **result) {
  return copy_user(getpwnam(name), user, buffer, size, result);
}
int getpwuid_r(uid_t id, struct passwd *user, char *buffer, size_t size, struct passwd **result) {
  return copy_user(getpwuid(id), user, buffer, size, result);
}
int getpwent_r(struct passwd *user, char *buffer, size_t size, struct passwd **result) {
  const struct passwd *next = getpwent();
  return next ? copy_user(next, user, buffer, size, result) : (*result = NULL, ENOENT);
}

static int copy_group(const struct group *from, struct group *to, char *buffer, size_t size, struct group **result) {
  *result = NULL;
  if (!from) return 0;
  size_t members = 0;
  while (from->gr_mem[members]) members++;
  size_t gap = (0 - (size_t)buffer) % sizeof(char *), list = (members + 1) * sizeof(char *);
  if (size < gap + list) return ERANGE;
  struct texts texts = {buffer + gap + list, size - gap - list};
  *to = *from;
  to->gr_mem = (char **)(buffer + gap);
  for (size_t i = 0; i < members; i++) to->gr_mem[i] = keep(&texts, from->gr_mem[i]);
  to->gr_mem[members] = NULL;
  to->gr_name = keep(&texts, from->gr_name);
  to->gr_passwd = keep(&texts, from->gr_passwd);
  if (!texts.next) return ERANGE;
  *result = to;
  return 0;
}
int getgrnam_r(const char *name, struct group *group, char *buffer, size_t size, struct group **result) {
  return copy_group(getgrnam(name), group, buffer, size, result);
}
int getgrgid_r(gid_t id, struct group *group, char *buffer, size_t size, struct group **result) {
  return copy_group(getgrgid(id), group, buffer, size, result);
}
int getgrent_r(struct group *group, char *buffer, size_t size, struct group **result) {
  const struct group *next = getgrent();
  return next ? copy_group(next, group, buffer, size, result) : (*result = NULL, ENOENT);
}

/* Nobody is in other groups than their own. */
int getgrouplist(const char *user, gid_t group, gid_t *groups, int *count) {
  (void)user;
  int room = *count;
  *count = 1;
  if (room < 1) return -1;
  groups[0] = group;
  return 1;
}
int setgroups(size_t count, const gid_t *groups) {
  (void)count, (void)groups;
  return hs_fail(EPERM);
}
int initgroups(const char *user, gid_t group) { return (void)user, setgroups(1, &group); }
int group_member(gid_t group) { return group == getgid(); }

/* Cuts a field off; missing ones are empty. */
static char *field(char **rest) {
  char *at = *rest, *end = at + strcspn(at, ":\n");
  *rest = *end == ':' ? end + 1 : end;
  *end = 0;
  return at;
}

/* The next line into a buffer that the next call uses again. */
static char *next_line(FILE *file) {
  static char line[1024];
  return fgets(line, sizeof line, file);
}

struct passwd *fgetpwent(FILE *file) {
  static struct passwd user;
  char *rest = next_line(file);
  if (!rest) return NULL;
  user.pw_name = field(&rest);
  user.pw_passwd = field(&rest);
  user.pw_uid = (uid_t)strtoul(field(&rest), NULL, 10);
  user.pw_gid = (gid_t)strtoul(field(&rest), NULL, 10);
  user.pw_gecos = field(&rest);
  user.pw_dir = field(&rest);
  user.pw_shell = field(&rest);
  return &user;
}
int putpwent(const struct passwd *user, FILE *file) {
  int length = fprintf(file, "%s:%s:%u:%u:%s:%s:%s\n", user->pw_name, user->pw_passwd, (unsigned)user->pw_uid,
                       (unsigned)user->pw_gid, user->pw_gecos, user->pw_dir, user->pw_shell);
  return length < 0 ? -1 : 0;
}

#define MOST_MEMBERS 64
struct group *fgetgrent(FILE *file) {
  static struct group group;
  static char *members[MOST_MEMBERS + 1];
  char *rest = next_line(file);
  if (!rest) return NULL;
  group.gr_name = field(&rest);
  group.gr_passwd = field(&rest);
  group.gr_gid = (gid_t)strtoul(field(&rest), NULL, 10);
  int count = 0;
  for (char *name = strtok(field(&rest), ","); name && count < MOST_MEMBERS; name = strtok(NULL, ","))
    members[count++] = name;
  members[count] = NULL;
  group.gr_mem = members;
  return &group;
}
int putgrent(const struct group *group, FILE *file) {
  if (fprintf(file, "%s:%s:%u:", group->gr_name, group->gr_passwd, (unsigned)group->gr_gid) < 0) return -1;
  for (int i = 0; group->gr_mem[i]; i++)
    if (fprintf(file, "%s%s", i ? "," : "", group->gr_mem[i]) < 0) return -1;
  return fputc('\n', file) < 0 ? -1 : 0;
}

static const char *const shells[] = {"/bin/sh", "/bin/bash"};
static unsigned next_shell;
char *getusershell(void) { return next_shell < 2 ? (char *)shells[next_shell++] : NULL; }
void setusershell(void) { next_shell = 0; }
void endusershell(void) { next_shell = 0; }
