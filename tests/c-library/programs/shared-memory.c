/* mmap, shm_open, System V segments: what parent and child see, and the errors. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void child_writes(char *where, const char *text) {
  if (fork() == 0) {
    strcpy(where, text);
    _exit(0);
  }
  wait(NULL);
}

static void show_error(const char *what, int result) { printf("%s: %d %s\n", what, result, result < 0 ? strerror(errno) : "fine"); }

int main(void) {
  alarm(60);
  setvbuf(stdout, NULL, _IONBF, 0);
  char *shared = mmap(NULL, 100, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char *own = mmap(NULL, 100, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *heap = calloc(100, 1);
  printf("%d %d\n", shared[50], own[99]);
  child_writes(shared, "shared");
  child_writes(own, "own");
  child_writes(heap, "heap");
  printf("\"%s\" \"%s\" \"%s\"\n", shared, own, heap);
  show_error("munmap", munmap(shared, 100));
  show_error("munmap", munmap(own, 100));
  show_error("munmap of an odd address", munmap(heap + 1, 100));
  free(heap);

  int zero = open("/dev/zero", O_RDWR);
  shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0);
  close(zero);
  child_writes(shared + 4000, "by /dev/zero");
  printf("\"%s\"\n", shared + 4000);
  munmap(shared, 4096);

  int file = open("mapped.txt", O_RDWR | O_CREAT | O_TRUNC, 0600);
  write(file, "0123456789", 10);
  shared = mmap(NULL, 10, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  own = mmap(NULL, 10, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  shared[0] = 'S';
  own[1] = 'P';
  child_writes(shared + 2, "CC");
  show_error("msync", msync(shared, 10, MS_SYNC));
  show_error("msync both at once and later", msync(shared, 10, MS_SYNC | MS_ASYNC));
  show_error("msync in a way that there isn't", msync(shared, 10, MS_SYNC | 0x40));
  show_error("msync inside a page", msync(shared + 1, 10, MS_SYNC));
  char text[11] = "";
  pread(file, text, 10, 0);
  for (int i = 0; i < 10; i++)
    if (text[i] == 0) text[i] = '.';
  printf("%s %c%c\n", text, own[1], shared[1]);
  munmap(shared, 10);
  show_error("msync of what is gone", msync(shared, 10, MS_SYNC));
  munmap(own, 10);
  show_error("mmap of nothing", mmap(NULL, 0, PROT_READ, MAP_SHARED, file, 0) == MAP_FAILED ? -1 : 0);
  close(file);
  show_error("mmap of a closed file", mmap(NULL, 10, PROT_READ, MAP_SHARED, file, 0) == MAP_FAILED ? -1 : 0);
  unlink("mapped.txt");

  shm_unlink("/heapscope-test");
  int named = shm_open("/heapscope-test", O_CREAT | O_EXCL | O_RDWR, 0600);
  show_error("ftruncate", ftruncate(named, 64));
  show_error("again", shm_open("/heapscope-test", O_CREAT | O_EXCL | O_RDWR, 0600));
  shared = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, named, 0);
  if (fork() == 0) {
    int other = shm_open("/heapscope-test", O_RDWR, 0);
    char *there = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, other, 0);
    strcpy(there, "by name");
    _exit(0);
  }
  wait(NULL);
  printf("\"%s\"\n", shared);
  munmap(shared, 64);
  close(named);
  show_error("shm_unlink", shm_unlink("/heapscope-test"));
  show_error("shm_unlink again", shm_unlink("/heapscope-test"));

  int segment = shmget(IPC_PRIVATE, 1000, IPC_CREAT | IPC_EXCL | S_IRUSR | S_IWUSR);
  shared = shmat(segment, NULL, 0);
  struct shmid_ds info;
  child_writes(shared, "segment");
  shmctl(segment, IPC_STAT, &info);
  printf("\"%s\" %zu bytes, attached %d\n", shared, (size_t)info.shm_segsz, (int)info.shm_nattch);
  char *again = shmat(segment, NULL, 0);
  again[0] = 'S';
  printf("%c %d\n", shared[0], again != shared);
  shmctl(segment, IPC_STAT, &info);
  printf("attached %d, by us %d\n", (int)info.shm_nattch, info.shm_cpid == getpid());
  show_error("shmdt", shmdt(again));
  show_error("shmdt again", shmdt(again));
  show_error("shmdt", shmdt(shared));
  show_error("IPC_RMID", shmctl(segment, IPC_RMID, NULL));
  show_error("IPC_RMID again", shmctl(segment, IPC_RMID, NULL));
  show_error("shmat", shmat(segment, NULL, 0) == (void *)-1 ? -1 : 0);

  key_t key = ftok(".", 'h');
  int keyed = shmget(key, 100, IPC_CREAT | 0600);
  printf("%d %d\n", key != -1, shmget(key, 100, 0600) == keyed);
  show_error("exclusive", shmget(key, 100, IPC_CREAT | IPC_EXCL | 0600));
  show_error("too large", shmget(key, 200, 0600));
  shmctl(keyed, IPC_RMID, NULL);
  show_error("removed", shmget(key, 100, 0600));
  return 0;
}
