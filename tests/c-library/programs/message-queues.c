/* msgget, msgsnd, msgrcv, msgctl: by type, without waiting, across processes, and their errors. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct letter {
  long type;
  char text[40];
};

static void put(int queue, long type, const char *text) {
  struct letter letter = {.type = type};
  strcpy(letter.text, text);
  if (msgsnd(queue, &letter, strlen(text) + 1, 0)) perror("msgsnd");
}

static void show(int queue, long type, int flags) {
  struct letter letter;
  ssize_t n = msgrcv(queue, &letter, sizeof letter.text, type, flags);
  if (n < 0)
    printf("%ld: %s\n", type, strerror(errno));
  else
    printf("%ld: type %ld, %zd bytes, %.*s\n", type, letter.type, n, (int)n, letter.text);
}

static void by_type(int queue) {
  put(queue, 3, "three");
  put(queue, 1, "one");
  put(queue, 2, "two");
  put(queue, 3, "another three");
  struct msqid_ds status;
  printf("%d", msgctl(queue, IPC_STAT, &status));
  printf(" %d %d %d\n", (int)status.msg_qnum, (int)status.msg_qbytes, status.msg_lspid == getpid());
  show(queue, -2, 0);
  show(queue, 3, 0);
  show(queue, 0, 0);
  show(queue, 3, MSG_NOERROR);
  show(queue, 0, IPC_NOWAIT);
  show(queue, 9, IPC_NOWAIT);
}

static void errors(int queue) {
  struct letter letter = {.type = 0};
  printf("%d", msgsnd(queue, &letter, 1, 0));
  printf(" %s\n", strerror(errno));
  letter.type = 1;
  printf("%d", msgsnd(queue, &letter, 100000, 0));
  printf(" %s\n", strerror(errno));
  put(queue, 1, "longer than five");
  printf("%d", (int)msgrcv(queue, &letter, 5, 0, 0));
  printf(" %s\n", strerror(errno));
  printf("%d", (int)msgrcv(queue, &letter, 5, 0, MSG_NOERROR));
  printf(" %.5s\n", letter.text);
  int count = 0;
  static struct {
    long type;
    char text[4096];
  } large = {1, ""};
  while (msgsnd(queue, &large, sizeof large.text, IPC_NOWAIT) == 0) count++;
  printf("%d large ones, then %s\n", count, strerror(errno));
  while (msgrcv(queue, &large, sizeof large.text, 0, IPC_NOWAIT) >= 0) count--;
  printf("%d left: %s\n", count, strerror(errno));
  printf("%d", msgget(0x4711, 0600));
  printf(" %s\n", strerror(errno));
}

static void between_processes(int queue) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    struct letter letter;
    for (;;) {
      ssize_t n = msgrcv(queue, &letter, sizeof letter.text, 1, 0);
      if (n < 0 || letter.text[0] == '.') break;
      for (char *c = letter.text; *c; c++) *c -= *c >= 'a' && *c <= 'z' ? 'a' - 'A' : 0;
      letter.type = 2;
      msgsnd(queue, &letter, n, 0);
    }
    exit(7);
  }
  for (int i = 0; i < 3; i++) {
    char text[20];
    sprintf(text, "request %d", i);
    put(queue, 1, text);
    show(queue, 2, 0);
  }
  put(queue, 1, ".");
  int status;
  waitpid(child, &status, 0);
  printf("status %d\n", WEXITSTATUS(status));
}

static void removed_while_waiting(int queue) {
  fflush(stdout);
  if (fork() == 0) {
    show(queue, 5, 0);
    exit(0);
  }
  sleep(1);
  int removed = msgctl(queue, IPC_RMID, NULL);
  /* The child prints meanwhile. */
  wait(NULL);
  printf("removed %d\n", removed);
  printf("%d", msgctl(queue, IPC_RMID, NULL));
  printf(" %s\n", strerror(errno));
}

int main(void) {
  alarm(60);
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  by_type(queue);
  errors(queue);
  between_processes(queue);
  removed_while_waiting(queue);
  int keyed = msgget(0x4712, IPC_CREAT | IPC_EXCL | 0640);
  printf("%d", msgget(0x4712, IPC_CREAT | IPC_EXCL | 0640));
  printf(" %s, %d\n", strerror(errno), msgget(0x4712, 0) == keyed);
  msgctl(keyed, IPC_RMID, NULL);
}
