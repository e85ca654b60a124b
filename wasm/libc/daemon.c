/* A process that goes on in a session of its own, without its terminal. */
#include <fcntl.h>
#include <unistd.h>

int daemon(int keeps_directory, int keeps_terminal) {
  pid_t child = fork();
  if (child < 0) return -1;
  if (child > 0) _exit(0);
  if (setsid() < 0 || (!keeps_directory && chdir("/"))) return -1;
  if (keeps_terminal) return 0;
  int null = open("/dev/null", O_RDWR);
  if (null < 0) return -1;
  for (int descriptor = 0; descriptor < 3; descriptor++) dup2(null, descriptor);
  if (null > 2) close(null);
  return 0;
}
