/* System V shared memory. */
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include "heapscope/system.h"

key_t ftok(const char *path, int project) {
  struct stat found;
  if (stat(path, &found)) return -1;
  return (key_t)((found.st_ino & 0xffff) | (found.st_dev & 0xff) << 16 | ((unsigned)project & 0xff) << 24);
}

int shmget(key_t key, size_t size, int flags) { return hs_result(hs_system_shmget(key, size, (uint32_t)flags)); }
void *shmat(int id, const void *address, int flags) {
  return (void *)hs_result(hs_system_shmat(id, (uint32_t)address, (uint32_t)flags));
}
int shmdt(const void *address) { return hs_result(hs_system_shmdt((uint32_t)address)); }

int shmctl(int id, int command, struct shmid_ds *out) {
  if (command == SHM_LOCK || command == SHM_UNLOCK) return 0;
  uint32_t words[6] = {0};
  int result = hs_system_shmctl(id, command, words);
  if (result == 0 && command == IPC_STAT) {
    *out = (struct shmid_ds){.shm_segsz = words[0], .shm_nattch = words[1], .shm_cpid = (pid_t)words[2]};
    out->shm_lpid = (pid_t)words[3];
    out->shm_perm = (struct ipc_perm){.mode = words[4], .__key = (key_t)words[5], .uid = 1000, .gid = 1000};
    out->shm_perm.cuid = out->shm_perm.cgid = 1000;
  }
  return hs_result(result);
}
