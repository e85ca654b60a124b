/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_UNISTD_H
#define HEAPSCOPE_UNISTD_H

#include_next <unistd.h>

/* A macro there, so that programs could not name a function so. */
#undef lseek

unsigned alarm(unsigned);
int pause(void);
int pipe(int[2]);
int pipe2(int[2], int);
int dup(int);
int dup2(int, int);
int dup3(int, int, int);

pid_t fork(void);
int execve(const char *, char *const[], char *const[]);
int execv(const char *, char *const[]);
int execle(const char *, const char *, ...);
int execl(const char *, const char *, ...);
int execvp(const char *, char *const[]);
int execlp(const char *, const char *, ...);
int execvpe(const char *, char *const[], char *const[]);
int fexecve(int, char *const[], char *const[]);

pid_t getppid(void);
pid_t getpgrp(void);
pid_t getpgid(pid_t);
int setpgid(pid_t, pid_t);
pid_t setsid(void);
int setpgrp(void);
pid_t getsid(pid_t);
pid_t tcgetpgrp(int);
int tcsetpgrp(int, pid_t);

uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
int getgroups(int, gid_t[]);
int setuid(uid_t);
int seteuid(uid_t);
int setgid(gid_t);
int setegid(gid_t);
int chown(const char *, uid_t, gid_t);
int fchown(int, uid_t, gid_t);
int lchown(const char *, uid_t, gid_t);

char *ttyname(int);
int ttyname_r(int, char *, size_t);

#if defined(_XOPEN_SOURCE) || defined(_GNU_SOURCE) || defined(_BSD_SOURCE)
int setreuid(uid_t, uid_t);
int setregid(gid_t, gid_t);
int lockf(int, int, off_t);
int nice(int);
void sync(void);
#endif

#if defined(_GNU_SOURCE) || defined(_BSD_SOURCE)
char *getwd(char *);
int chroot(const char *);
int getdomainname(char *, size_t);
int setdomainname(const char *, size_t);
int sethostid(long);
int vhangup(void);
int ttyslot(void);
char *getusershell(void);
void setusershell(void);
void endusershell(void);
void closefrom(int);
int daemon(int, int);
int getdtablesize(void);
char *getpass(const char *);
int sethostname(const char *, size_t);
pid_t vfork(void);
unsigned ualarm(unsigned, unsigned);
pid_t gettid(void);
long syscall(long, ...);
void *sbrk(intptr_t);
int brk(void *);
#endif

#ifdef _GNU_SOURCE
int getresuid(uid_t *, uid_t *, uid_t *);
int getresgid(gid_t *, gid_t *, gid_t *);
int setresuid(uid_t, uid_t, uid_t);
int setresgid(gid_t, gid_t, gid_t);
int group_member(gid_t);
char *get_current_dir_name(void);
int eaccess(const char *, int);
int euidaccess(const char *, int);
#define CLOSE_RANGE_UNSHARE 2
#define CLOSE_RANGE_CLOEXEC 4
int close_range(unsigned, unsigned, int);
#define truncate64 truncate
#define lockf64 lockf
#endif

#endif
