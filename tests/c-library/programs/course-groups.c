/* A signal to a whole group of processes. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int
main (void)
{
  alarm (60);
  pid_t g = 0;
  int fd[2];
  pipe (fd);
  for (int i = 0; i < 3; i++)
    {
      pid_t p = fork ();
      if (p == 0)
        {
          setpgid (0, g);
          alarm (60);
          write (fd[1], "r", 1);
          for (;;)
            pause ();
        }
      if (!g)
        g = p;
      setpgid (p, g);
    }
  char b[3];
  for (int n = 0; n < 3;)
    n += read (fd[0], b + n, 3 - n);
  printf ("same group %d\n", getpgid (g) == g && getpgrp () != g);
  kill (-g, SIGTERM);
  int st, n = 0;
  while (waitpid (-g, &st, 0) > 0)
    if (WIFSIGNALED (st) && WTERMSIG (st) == SIGTERM)
      n++;
  printf ("%d ended\n", n);
  return 0;
}
