/* The groups of the machine. */
#ifndef HEAPSCOPE_GRP_H
#define HEAPSCOPE_GRP_H

#define __NEED_FILE
#define __NEED_size_t
#include <bits/alltypes.h>
#include <sys/types.h>

struct group {
  char *gr_name;
  char *gr_passwd;
  gid_t gr_gid;
  char **gr_mem;
};

struct group *getgrgid(gid_t);
struct group *getgrnam(const char *);
struct group *getgrent(void);
void setgrent(void);
void endgrent(void);
int getgrnam_r(const char *, struct group *, char *, size_t, struct group **);
int getgrgid_r(gid_t, struct group *, char *, size_t, struct group **);
int getgrent_r(struct group *, char *, size_t, struct group **);
int getgrouplist(const char *, gid_t, gid_t *, int *);
int setgroups(size_t, const gid_t *);
int initgroups(const char *, gid_t);
struct group *fgetgrent(FILE *);
int putgrent(const struct group *, FILE *);

#endif
