/*
 * What a program could notice of the recorder, by the first argument. It prints what it sees, and ends with a status that says how far it
 * came.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void *churn(void *argument) {
  for (int i = 1; i < 2000; i++) free(realloc(malloc((size_t)i), (size_t)i * 2));
  return argument;
}

/* In a thread, then in a child: both begin streams of their own. */
static int churn_elsewhere(void) {
  pthread_t thread;
  int status = 0;
  if (pthread_create(&thread, NULL, churn, NULL) != 0 || pthread_join(thread, NULL) != 0) return 90;
  pid_t child = fork();
  if (child == 0) {
    churn(NULL);
    _exit(5);
  }
  return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 91;
}

static int environment(void) {
  for (char **variable = environ; *variable; variable++) puts(*variable);
  printf("%s\n", getenv("LD_PRELOAD") ? getenv("LD_PRELOAD") : "none");
  fflush(stdout);
  return system("env | sort | grep -v '^_='");
}

static void list_descriptors(void) {
  DIR *folder = opendir("/proc/self/fd");
  for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) printf("%s ", entry->d_name);
  if (folder) closedir(folder);
  printf("next %d\n", open("/dev/null", O_RDONLY));
}

static int descriptors(void) {
  list_descriptors();
  for (int file = 3; file < 1024; file++) close(file);
  int status = churn_elsewhere();
  list_descriptors();
  return status;
}

/* Of files, so many bytes: less than a ring; not even the smallest ring. */
static int small_files(rlim_t bytes) {
  struct rlimit limit = {bytes, bytes};
  return setrlimit(RLIMIT_FSIZE, &limit) != 0 ? 92 : churn_elsewhere();
}

static int no_files(void) {
  struct rlimit limit = {3, 3};
  return setrlimit(RLIMIT_NOFILE, &limit) != 0 ? 93 : churn_elsewhere();
}

/* Two children that can make no files, while the program that has some goes on. */
static int children_without_files(void) {
  struct rlimit limit = {3, 3};
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return 93;
  for (int i = 0; i < 2; i++) {
    pid_t child = fork();
    if (child == 0) _exit((churn(NULL), 6));
    int status;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 6) return 91;
  }
  churn(NULL);
  return 5;
}

static int errors(void) {
  errno = 1234;
  churn(NULL);
  int status = churn_elsewhere();
  errno = 1234;
  void *block = malloc(100);
  free(block);
  printf("errno %d\n", errno);
  return status;
}

/* All but what malloc and the end need is deadly. */
static int confined(void) {
  static struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_brk, 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_munmap, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  free(malloc(1)); // which asks for random bytes
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) return 94;
  static void *blocks[60000];
  for (int i = 0; i < 60000; i++) blocks[i] = malloc(2000);
  for (int i = 0; i < 60000; i++) free(blocks[i]);
  return 8;
}

static void at_end(void) { puts("at the end"), fflush(stdout); }

static int quickly(void) {
  at_quick_exit(at_end);
  free(malloc(10));
  quick_exit(9);
}

/* Where a tmpfs is the root directory, or another user's, the recorder can make no more files. */
static int elsewhere(const char *kind) {
  if (strcmp(kind, "user") == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 95;
  if (strcmp(kind, "root") == 0 && (chroot("/proc/self") != 0 || chdir("/") != 0)) return 96;
  return churn_elsewhere();
}

int main(int count, char **arguments) {
  const char *kind = count > 1 ? arguments[1] : "";
  if (strcmp(kind, "environment") == 0) return environment();
  if (strcmp(kind, "descriptors") == 0) return descriptors();
  if (strcmp(kind, "files of 200 kB") == 0) return small_files(200000);
  if (strcmp(kind, "files of 1 kB") == 0) return small_files(1000);
  if (strcmp(kind, "no more files") == 0) return no_files();
  if (strcmp(kind, "children without files") == 0) return children_without_files();
  if (strcmp(kind, "umask") == 0) return umask(0777), churn_elsewhere();
  if (strcmp(kind, "errno") == 0) return errors();
  if (strcmp(kind, "seccomp") == 0) return confined();
  if (strcmp(kind, "quick_exit") == 0) return quickly();
  return elsewhere(kind);
}
