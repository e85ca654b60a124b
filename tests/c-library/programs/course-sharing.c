/* What processes and threads share: robust and other locks, a ring buffer, mapped files, queues, semaphores, segments. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>
struct sh { pthread_mutex_t m; pthread_cond_t c; pthread_barrier_t b; pthread_rwlock_t rw; pthread_spinlock_t sp; int ring[8], in, out, n, x; };
static pthread_key_t key; static void destroy(void*p){ printf("destroy %s\n",(char*)p); free(p); }
static void *t(void*a){ pthread_setspecific(key, strdup(a)); return NULL; }
static void *owner(void*m){ pthread_mutex_lock(m); return NULL; }
union semun { int val; };
int main(void){
  alarm(60);
  struct sh*s=mmap(0,sizeof*s,PROT_READ|PROT_WRITE,MAP_SHARED|MAP_ANONYMOUS,-1,0);
  pthread_mutexattr_t ma; pthread_mutexattr_init(&ma); pthread_mutexattr_setpshared(&ma,PTHREAD_PROCESS_SHARED); pthread_mutexattr_setrobust(&ma,PTHREAD_MUTEX_ROBUST); pthread_mutex_init(&s->m,&ma);
  pthread_condattr_t ca; pthread_condattr_init(&ca); pthread_condattr_setpshared(&ca,PTHREAD_PROCESS_SHARED); pthread_cond_init(&s->c,&ca);
  pthread_barrierattr_t ba; pthread_barrierattr_init(&ba); pthread_barrierattr_setpshared(&ba,PTHREAD_PROCESS_SHARED); pthread_barrier_init(&s->b,&ba,3);
  pthread_rwlockattr_t ra; pthread_rwlockattr_init(&ra); pthread_rwlockattr_setpshared(&ra,PTHREAD_PROCESS_SHARED); pthread_rwlock_init(&s->rw,&ra);
  pthread_spin_init(&s->sp,PTHREAD_PROCESS_SHARED);
  if(fork()==0){ pthread_mutex_lock(&s->m); _exit(0);} wait(0);
  int r=pthread_mutex_lock(&s->m); printf("robust %d\n", r==EOWNERDEAD); printf("consistent %d\n", pthread_mutex_consistent(&s->m)); printf("unlock %d\n", pthread_mutex_unlock(&s->m));
  if(fork()==0){ for(int i=0;i<100;i++){ pthread_mutex_lock(&s->m); while(s->n==8) pthread_cond_wait(&s->c,&s->m); s->ring[s->in++%8]=i; s->n++; pthread_cond_broadcast(&s->c); pthread_mutex_unlock(&s->m);} _exit(0); }
  long sum=0; for(int i=0;i<100;i++){ pthread_mutex_lock(&s->m); while(!s->n) pthread_cond_wait(&s->c,&s->m); sum+=s->ring[s->out++%8]; s->n--; pthread_cond_broadcast(&s->c); pthread_mutex_unlock(&s->m);} wait(0); printf("ring %ld\n", sum);
  for(int i=0;i<2;i++) if(fork()==0){ int z=pthread_barrier_wait(&s->b); pthread_spin_lock(&s->sp); s->x+= z==PTHREAD_BARRIER_SERIAL_THREAD?100:1; pthread_spin_unlock(&s->sp); _exit(0);} 
  int z=pthread_barrier_wait(&s->b); pthread_spin_lock(&s->sp); s->x+= z==PTHREAD_BARRIER_SERIAL_THREAD?100:1; pthread_spin_unlock(&s->sp); while(wait(0)>0); printf("barrier %d\n", s->x);
  pthread_rwlock_rdlock(&s->rw); if(fork()==0){ int a=pthread_rwlock_tryrdlock(&s->rw); pthread_rwlock_unlock(&s->rw); int b=pthread_rwlock_trywrlock(&s->rw); _exit(a*10+(b==EBUSY)); } int st; wait(&st); printf("rw %d\n", WEXITSTATUS(st)); pthread_rwlock_unlock(&s->rw);
  pthread_key_create(&key,destroy); pthread_t th; pthread_create(&th,0,t,"one"); pthread_join(th,0);
  pthread_attr_t at; pthread_attr_init(&at); pthread_attr_setdetachstate(&at,PTHREAD_CREATE_DETACHED); size_t sz; pthread_attr_setstacksize(&at,1<<20); pthread_attr_getstacksize(&at,&sz); int ds; pthread_attr_getdetachstate(&at,&ds); printf("attr %zu %d\n", sz, ds==PTHREAD_CREATE_DETACHED); pthread_create(&th,&at,t,"two"); usleep(10000);
  pthread_mutex_t em; pthread_mutexattr_settype(&ma,PTHREAD_MUTEX_ERRORCHECK); pthread_mutexattr_setrobust(&ma,PTHREAD_MUTEX_STALLED); pthread_mutex_init(&em,&ma); pthread_mutex_lock(&em); r=pthread_mutex_lock(&em); printf("errorcheck %d", r==EDEADLK); pthread_mutex_unlock(&em); r=pthread_mutex_unlock(&em); printf(" %d\n", r==EPERM);
  pthread_mutexattr_settype(&ma,PTHREAD_MUTEX_RECURSIVE); pthread_mutex_init(&em,&ma); printf("rec %d %d\n", pthread_mutex_lock(&em), pthread_mutex_lock(&em)); pthread_mutex_unlock(&em); pthread_mutex_unlock(&em);
  pthread_mutexattr_setrobust(&ma,PTHREAD_MUTEX_ROBUST); pthread_mutexattr_settype(&ma,PTHREAD_MUTEX_NORMAL); pthread_mutex_init(&em,&ma); pthread_create(&th,0,owner,&em); pthread_join(th,0); r=pthread_mutex_lock(&em); printf("dead thread %d\n", r==EOWNERDEAD); pthread_mutex_unlock(&em); r=pthread_mutex_lock(&em); printf("not recoverable %d\n", r==ENOTRECOVERABLE);
  char file[]="./courseXXXXXX"; int fd=mkstemp(file); ftruncate(fd,4096); char*m=mmap(0,4096,3,MAP_SHARED,fd,0); strcpy(m,"mapped"); msync(m,4096,MS_SYNC); char b[10]; pread(fd,b,7,0); printf("file %s\n", b); if(fork()==0){ m[0]='M'; _exit(0);} wait(0); pread(fd,b,7,0); printf("file %s %d\n", b, munmap(m,4096)); key_t k=ftok(file,7); printf("ftok %d %d\n", k!=-1, k==ftok(file,7)); unlink(file); printf("%d\n", ftok(file,7)); close(fd);
  int q=msgget(IPC_PRIVATE,0600|IPC_CREAT); struct{long t; char x[20];} msg={2,"two"}; msgsnd(q,&msg,4,0); msg.t=1; strcpy(msg.x,"one"); msgsnd(q,&msg,4,0); msgrcv(q,&msg,20,1,0); printf("msg %s", msg.x); msgrcv(q,&msg,20,-5,0); printf(" %s", msg.x); r=msgrcv(q,&msg,20,0,IPC_NOWAIT); printf(" %d %d\n", r, errno==ENOMSG); struct msqid_ds md; msgctl(q,IPC_STAT,&md); printf("%lu\n",(unsigned long)md.msg_qnum); msgctl(q,IPC_RMID,0); r=msgsnd(q,&msg,4,0); printf("%d %d\n", r, errno==EINVAL||errno==EIDRM);
  int sm=semget(IPC_PRIVATE,2,0600|IPC_CREAT); union semun u={1}; semctl(sm,0,SETVAL,u); struct sembuf ops[]={{0,-1,SEM_UNDO},{1,1,0}}; if(fork()==0){ semop(sm,ops,2); _exit(0);} wait(0); printf("sem %d %d\n", semctl(sm,0,GETVAL), semctl(sm,1,GETVAL)); semctl(sm,0,IPC_RMID);
  int id=shmget(IPC_PRIVATE,100,0600|IPC_CREAT); char*a=shmat(id,0,0),*c=shmat(id,0,SHM_RDONLY); a[0]='Q'; struct shmid_ds sd; shmctl(id,IPC_STAT,&sd); printf("shm %c %lu %zu\n", c[0], (unsigned long)sd.shm_nattch, (size_t)sd.shm_segsz); shmctl(id,IPC_RMID,0); shmdt(a); shmdt(c); r=shmctl(id,IPC_STAT,&sd); printf("%d %d\n", r, errno==EINVAL||errno==EIDRM);
  sem_t*n=sem_open("/heapscope-course-locks",O_CREAT|O_EXCL,0600,0); if(fork()==0){ sem_t*o=sem_open("/heapscope-course-locks",0); sem_post(o); _exit(0);} sem_wait(n); wait(0); sem_close(n); printf("named %d\n", sem_unlink("/heapscope-course-locks")); printf("%d\n", sem_open("/heapscope-course-locks",0)==SEM_FAILED);
  flockfile(stdout); printf("tid %d\n", gettid()==getpid()); funlockfile(stdout);
  sigset_t ss; sigemptyset(&ss); sigaddset(&ss,SIGRTMIN+1); sigprocmask(SIG_BLOCK,&ss,0); union sigval v={.sival_int=42}; sigqueue(getpid(),SIGRTMIN+1,v); v.sival_int=43; sigqueue(getpid(),SIGRTMIN+1,v); siginfo_t si; sigwaitinfo(&ss,&si); printf("rt %d", si.si_value.sival_int); sigwaitinfo(&ss,&si); printf(" %d", si.si_value.sival_int); struct timespec ts={0,1000}; r=sigtimedwait(&ss,&si,&ts); printf(" %d %d\n", r, errno==EAGAIN);
  return 0;
}
