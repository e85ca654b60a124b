/* System V semaphores, with Linux's values. */
#ifndef _SYS_SEM_H
#define _SYS_SEM_H

#include <sys/ipc.h>
#include <time.h>

#define SEM_UNDO 0x1000
#define GETPID 11
#define GETVAL 12
#define GETALL 13
#define GETNCNT 14
#define GETZCNT 15
#define SETVAL 16
#define SETALL 17

/* Not union semun: programs define it themselves, as Linux wants it. */
#define _SEM_SEMUN_UNDEFINED 1

struct semid_ds {
  struct ipc_perm sem_perm;
  time_t sem_otime;
  time_t sem_ctime;
  unsigned short sem_nsems;
};

struct sembuf {
  unsigned short sem_num;
  short sem_op;
  short sem_flg;
};

int semget(key_t, int, int);
int semop(int, struct sembuf *, size_t);
int semtimedop(int, struct sembuf *, size_t, const struct timespec *);
int semctl(int, int, int, ...);

#endif
