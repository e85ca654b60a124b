/* Functions of glibc that few programs use: textbooks' old ways with signals, random numbers by state, argz, BSD's queues. */
#define _GNU_SOURCE
#include <argz.h>
#include <dirent.h>
#include <envz.h>
#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <pwd.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

static void last(int status, void *text) { printf("on_exit %d %s\n", status, (char *)text); }
static void taken(int number) { printf("took %d\n", number); }

static void signals(void) {
  printf("%d\n", sigset(SIGUSR1, taken) == SIG_DFL);
  sighold(SIGUSR1);
  raise(SIGUSR1);
  puts("held");
  sigrelse(SIGUSR1);
  printf("%d ", sigset(SIGUSR1, SIG_HOLD) == taken);
  printf("%d\n", sigset(SIGUSR1, taken) == SIG_HOLD);
  sigignore(SIGUSR2);
  raise(SIGUSR2);
  int before = sigblock(sigmask(SIGUSR1));
  printf("%d %d\n", before, siggetmask() == sigmask(SIGUSR1));
  sigsetmask(before);
  printf("%s %s %s\n", sigabbrev_np(SIGTERM), sigdescr_np(SIGTERM), strerrorname_np(ENOENT));
}

static void numbers(void) {
  struct random_data data = {0};
  char state[128];
  int32_t one;
  initstate_r(7, state, sizeof state, &data);
  for (int i = 0; i < 3; i++) random_r(&data, &one), printf("%d ", one);
  char small[32];
  initstate_r(7, small, sizeof small, &data);
  for (int i = 0; i < 3; i++) random_r(&data, &one), printf("%d ", one);
  setstate_r(state, &data);
  random_r(&data, &one);
  printf("%d\n", one);
  struct drand48_data drand = {0};
  srand48_r(42, &drand);
  double real;
  long whole;
  drand48_r(&drand, &real);
  lrand48_r(&drand, &whole);
  printf("%.8f %ld ", real, whole);
  mrand48_r(&drand, &whole);
  printf("%ld\n", whole);
  char text[40];
  strfromd(text, sizeof text, "%.3f", 2.0 / 3);
  printf("%s %lld %d%d%d\n", text, strtoq("-12", NULL, 10), rpmatch("yes"), rpmatch("No"), rpmatch("?"));
  printf("%g %g %g %ld %d\n", roundeven(2.5), fmaximum_num(NAN, 1), fminimum(-0.0, 0.0), llogb(9.0),
         nextup(1.0) > 1.0 && nextdown(1.0) < 1.0);
}

struct job {
  int number;
  TAILQ_ENTRY(job) all;
  SLIST_ENTRY(job) odd;
};
static void queues(void) {
  TAILQ_HEAD(jobs, job) all = TAILQ_HEAD_INITIALIZER(all);
  SLIST_HEAD(, job) odd = SLIST_HEAD_INITIALIZER(odd);
  struct job *job;
  for (int i = 0; i < 6; i++) {
    job = malloc(sizeof *job);
    job->number = i;
    if (i < 4)
      TAILQ_INSERT_TAIL(&all, job, all);
    else
      TAILQ_INSERT_AFTER(&all, TAILQ_FIRST(&all), job, all);
    if (i % 2) SLIST_INSERT_HEAD(&odd, job, odd);
  }
  SLIST_REMOVE(&odd, TAILQ_NEXT(TAILQ_FIRST(&all), all), job, odd);
  TAILQ_FOREACH_REVERSE(job, &all, jobs, all) printf("%d ", job->number);
  SLIST_FOREACH(job, &odd, odd) printf("[%d]", job->number);
  while ((job = TAILQ_FIRST(&all))) {
    TAILQ_REMOVE(&all, job, all);
    free(job);
  }
  printf(" %d\n", TAILQ_EMPTY(&all));
}

static void vectors(void) {
  char *argz = NULL, *part = NULL;
  size_t size = 0;
  unsigned count = 0;
  argz_create_sep("one::two:three", ':', &argz, &size);
  argz_insert(&argz, &size, argz_next(argz, size, argz), "between");
  argz_replace(&argz, &size, "t", "TT", &count);
  while ((part = argz_next(argz, size, part))) printf("%s ", part);
  argz_stringify(argz, size, ',');
  printf("%u %s\n", count, argz);
  free(argz);
  argz = NULL, size = 0;
  envz_add(&argz, &size, "a", "1");
  envz_add(&argz, &size, "b", NULL);
  envz_add(&argz, &size, "a", "2");
  envz_strip(&argz, &size);
  printf("%s %zu\n", envz_get(argz, size, "a"), argz_count(argz, size));
  free(argz);
}

static void waits(void) {
  struct timespec soon;
  clock_gettime(CLOCK_MONOTONIC, &soon);
  soon.tv_nsec = (soon.tv_nsec + 1000000) % 1000000000;
  soon.tv_sec += soon.tv_nsec < 1000000;
  locale_t plain = newlocale(LC_ALL_MASK, "C", NULL);
  sem_t none;
  sem_init(&none, 0, 0);
  int failed = sem_clockwait(&none, CLOCK_MONOTONIC, &soon);
  printf("%d %s\n", failed, strerror_l(errno, plain));
  freelocale(plain);
  sem_destroy(&none);
  pthread_mutex_t taken = PTHREAD_MUTEX_INITIALIZER;
  pthread_rwlock_t read = PTHREAD_RWLOCK_INITIALIZER;
  pthread_mutex_lock(&taken);
  printf("%d", pthread_mutex_clocklock(&taken, CLOCK_MONOTONIC, &soon) == ETIMEDOUT);
  printf(" %d", pthread_mutex_clocklock(&taken, CLOCK_PROCESS_CPUTIME_ID, &soon) == EINVAL);
  pthread_rwlock_rdlock(&read);
  printf(" %d", pthread_rwlock_clockwrlock(&read, CLOCK_MONOTONIC, &soon) == ETIMEDOUT);
  printf(" %d\n", pthread_rwlock_clockrdlock(&read, CLOCK_REALTIME, &soon));
  pthread_rwlockattr_t lock;
  pthread_barrierattr_t barrier;
  int shared = -1, shared_too = -1, kind = -1;
  pthread_rwlockattr_init(&lock);
  pthread_rwlockattr_setkind_np(&lock, PTHREAD_RWLOCK_PREFER_WRITER_NP);
  pthread_rwlockattr_getkind_np(&lock, &kind);
  pthread_rwlockattr_getpshared(&lock, &shared);
  pthread_barrierattr_init(&barrier);
  pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
  pthread_barrierattr_getpshared(&barrier, &shared_too);
  printf("%d %d %d\n", kind, shared, shared_too);
}

int main(void) {
  on_exit(last, "second");
  on_exit(last, "first");
  signals();
  numbers();
  queues();
  vectors();
  waits();
  char buffer[256], word[16];
  struct passwd user, *result;
  getpwuid_r(0, &user, buffer, sizeof buffer, &result);
  printf("%s\n", result ? user.pw_name : "");
  int error = getpwnam_r("root", &user, buffer, 4, &result);
  printf("%d %d\n", error == ERANGE, result == NULL);
  struct dirent entry, *next;
  DIR *here = opendir(".");
  int found = 0;
  while (readdir_r(here, &entry, &next) == 0 && next) found += strcmp(entry.d_name, ".") == 0;
  closedir(here);
  struct rlimit limit;
  printf("%d %d %zd\n", found, prlimit(0, RLIMIT_CORE, NULL, &limit), getrandom(word, sizeof word, 0));
  uid_t real, effective, saved;
  getresuid(&real, &effective, &saved);
  printf("%d %d\n", real == getuid(), saved == geteuid());
  printf("%s %s\n", gettext("text"), ngettext("one", "many", 2));
  printf("%u %u\n", major(makedev(8, 17)), minor(makedev(8, 17)));
  char secret[] = "abc";
  memfrob(secret, 3);
  memfrob(secret, 3);
  printf("%s %ls\n", secret, wcschrnul(L"a=b", L'='));
  char *path = get_current_dir_name();
  printf("%d\n", path && path[0] == '/');
  free(path);
  return 3;
}
