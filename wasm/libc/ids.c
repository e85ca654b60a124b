/* One user, who owns everything. */
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID 1000
#define NAME "user"

uid_t getuid(void) { return ID; }
uid_t geteuid(void) { return ID; }
gid_t getgid(void) { return ID; }
gid_t getegid(void) { return ID; }

static int only_own(unsigned id) {
  if (id == ID || id == UINT_MAX) return 0;
  errno = EPERM;
  return -1;
}
int setuid(uid_t id) { return only_own(id); }
int seteuid(uid_t id) { return only_own(id); }
int setgid(gid_t id) { return only_own(id); }
int setegid(gid_t id) { return only_own(id); }
int setreuid(uid_t real, uid_t effective) { return only_own(real) || only_own(effective) ? -1 : 0; }
int setregid(gid_t real, gid_t effective) { return only_own(real) || only_own(effective) ? -1 : 0; }

int getresuid(uid_t *real, uid_t *effective, uid_t *saved) { return *real = *effective = *saved = ID, 0; }
int getresgid(gid_t *real, gid_t *effective, gid_t *saved) { return *real = *effective = *saved = ID, 0; }
int setresuid(uid_t real, uid_t effective, uid_t saved) {
  return setreuid(real, effective) || only_own(saved) ? -1 : 0;
}
int setresgid(gid_t real, gid_t effective, gid_t saved) {
  return setregid(real, effective) || only_own(saved) ? -1 : 0;
}

int getgroups(int size, gid_t groups[]) {
  if (size > 0) groups[0] = ID;
  return 1;
}

int chown(const char *path, uid_t user, gid_t group) {
  struct stat found;
  return stat(path, &found) || only_own(user) || only_own(group) ? -1 : 0;
}
int lchown(const char *path, uid_t user, gid_t group) { return chown(path, user, group); }
int fchown(int descriptor, uid_t user, gid_t group) {
  struct stat found;
  return fstat(descriptor, &found) || only_own(user) || only_own(group) ? -1 : 0;
}

static struct passwd users[] = {
    {"root", "x", 0, 0, "root", "/root", "/bin/sh"},
    {NAME, "x", ID, ID, NAME, "/home/" NAME, "/bin/sh"},
};
static char *no_members[] = {NULL};
static struct group groups[] = {{"root", "x", 0, no_members}, {NAME, "x", ID, no_members}};
#define COUNT 2
static int next_user, next_group;

struct passwd *getpwuid(uid_t id) {
  for (int i = 0; i < COUNT; i++)
    if (users[i].pw_uid == id) return &users[i];
  return NULL;
}
struct passwd *getpwnam(const char *name) {
  for (int i = 0; i < COUNT; i++)
    if (strcmp(users[i].pw_name, name) == 0) return &users[i];
  return NULL;
}
void setpwent(void) { next_user = 0; }
void endpwent(void) { next_user = 0; }
struct passwd *getpwent(void) { return next_user < COUNT ? &users[next_user++] : NULL; }

struct group *getgrgid(gid_t id) {
  for (int i = 0; i < COUNT; i++)
    if (groups[i].gr_gid == id) return &groups[i];
  return NULL;
}
struct group *getgrnam(const char *name) {
  for (int i = 0; i < COUNT; i++)
    if (strcmp(groups[i].gr_name, name) == 0) return &groups[i];
  return NULL;
}
void setgrent(void) { next_group = 0; }
void endgrent(void) { next_group = 0; }
struct group *getgrent(void) { return next_group < COUNT ? &groups[next_group++] : NULL; }

char *getlogin(void) { return NAME; }
int getlogin_r(char *name, size_t size) {
  if (size <= strlen(NAME)) return ERANGE;
  strcpy(name, NAME);
  return 0;
}

char *cuserid(char *name) {
  static char own[L_cuserid];
  return strcpy(name ? name : own, NAME);
}

static mode_t mask = 022;
mode_t umask(mode_t new) {
  mode_t old = mask;
  mask = new & 0777;
  return old;
}
