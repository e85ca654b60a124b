/* An orphan is adopted; a child that has ended stays until somebody waits for it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int
main(void)
{
  alarm(60);
  int fd[2];
  pipe(fd);
  pid_t mid = fork();
  if (mid == 0) {
    pid_t me = getpid();
    if (fork() == 0) {
      close(fd[0]);
      while (getppid() == me)
        usleep(1000);
      char m = getppid() != me ? 'y' : 'n';
      write(fd[1], &m, 1);
      _exit(0);
    }
    _exit(7);
  }
  close(fd[1]);
  int st;
  waitpid(mid, &st, 0);
  char c;
  read(fd[0], &c, 1);
  printf("mid %d adopted %c eof %zd\n", WEXITSTATUS(st), c, read(fd[0], &c, 1));
  pid_t z = fork();
  if (z == 0)
    _exit(3);
  while (kill(z, 0) == 0) {
    siginfo_t si;
    si.si_pid = 0;
    waitid(P_PID, z, &si, WEXITED | WNOHANG | WNOWAIT);
    if (si.si_pid == z) {
      printf("zombie %d code %d\n", kill(z, 0), si.si_status);
      break;
    }
  }
  printf("reaped %d\n", waitpid(z, &st, 0) == z);
  printf("gone %d\n", kill(z, 0));
  return 0;
}
