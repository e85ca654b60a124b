/* mprotect and munmap: what may still be done, and what a fault tells. */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>

#define PAGE 4096

static sigjmp_buf back;
static char *volatile pages;
static volatile int offset;

static void fault(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  offset = (int)((char *)info->si_addr - pages);
  siglongjmp(back, 1);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
  sigemptyset(&action.sa_mask);
  sigaction(SIGSEGV, &action, NULL);

  pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  strcpy(pages, "kept");
  printf("%d\n", mprotect(pages, PAGE, PROT_READ));
  puts(pages);
  pages[PAGE] = 'w';
  if (sigsetjmp(back, 1) == 0) {
    pages[3] = 'x'; /* finds: trap */
    puts("not reached");
  } else {
    printf("a store at %d\n", offset);
  }
  puts(pages);
  printf("%d\n", mprotect(pages, PAGE, PROT_READ | PROT_WRITE));
  pages[3] = 'p';
  puts(pages);
  errno = 0;
  printf("%d", mprotect(pages + 1, PAGE, PROT_READ));
  printf(" %d\n", errno == EINVAL);

  printf("%d\n", munmap(pages, 2 * PAGE));
  if (sigsetjmp(back, 1) == 0) {
    printf("%c\n", pages[5]); /* finds: trap */
    puts("not reached");
  } else {
    printf("a load at %d\n", offset);
  }
  errno = 0;
  printf("%d", munmap(pages + 1, PAGE));
  printf(" %d\n", errno == EINVAL);

  int id = shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0600);
  pages = shmat(id, NULL, 0);
  shmctl(id, IPC_RMID, NULL);
  printf("zeros: %d %d\n", pages[0], pages[PAGE - 1]);
  errno = 0;
  printf("%d", shmdt(pages + 16));
  printf(" %d\n", errno == EINVAL);
  printf("%d\n", shmdt(pages));
  if (sigsetjmp(back, 1) == 0) {
    pages[7] = 1; /* finds: trap */
    puts("not reached");
  } else {
    printf("a store at %d\n", offset);
  }
  return 0;
}
