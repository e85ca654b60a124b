/* Every kind of cancellation point: a thread that waits there, or comes there later, ends; its cleanup handlers run. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <semaphore.h>
#include <mqueue.h>
#include <fcntl.h>
#include <time.h>
#include <errno.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <sys/select.h>
#include <poll.h>
static int fds[2]; static sem_t sem; static mqd_t q; static int mid;
static pthread_mutex_t m=PTHREAD_MUTEX_INITIALIZER; static pthread_cond_t c=PTHREAD_COND_INITIALIZER;
static void clean(void*a){ printf("cleanup %s\n",(char*)a); }
static void unlock(void*a){ (void)a; pthread_mutex_unlock(&m); puts("unlock"); }
#define T(name, ...) static void *t_##name(void*a){ pthread_cleanup_push(clean, #name); __VA_ARGS__; pthread_cleanup_pop(0); puts("not cancelled " #name); return NULL; }
T(read, char b[4]; read(fds[0],b,4))
T(write, static char b[200000]; write(fds[1],b,sizeof b))
T(sleep, sleep(1000))
T(usleep, usleep(100000000))
T(nanosleep, struct timespec t={1000,0}; nanosleep(&t,0))
T(clock_nanosleep, struct timespec t={1000,0}; clock_nanosleep(CLOCK_MONOTONIC,0,&t,0))
T(pause, pause())
T(semwait, sem_wait(&sem))
T(semtimed, struct timespec t; clock_gettime(CLOCK_REALTIME,&t); t.tv_sec+=1000; sem_timedwait(&sem,&t))
T(mq, char b[8192]; mq_receive(q,b,8192,0))
T(msgrcv, struct{long t; char x[10];} b; msgrcv(mid,&b,10,0,0))
T(join, pthread_t o; extern void*forever(void*); pthread_create(&o,0,forever,0); pthread_join(o,0))
T(cond, pthread_mutex_lock(&m); pthread_cleanup_push(unlock,0); pthread_cond_wait(&c,&m); pthread_cleanup_pop(1))
T(sigsuspend, sigset_t s; sigemptyset(&s); sigsuspend(&s))
T(sigwait, sigset_t s; int n; sigemptyset(&s); sigaddset(&s,SIGUSR2); sigwait(&s,&n))
T(poll, struct pollfd p={fds[0],POLLIN,0}; poll(&p,1,-1))
T(select, fd_set f; FD_ZERO(&f); FD_SET(fds[0],&f); select(fds[0]+1,&f,0,0,0))
T(wait, int st; wait(&st))
T(testcancel, for(;;) { pthread_testcancel(); sched_yield(); })
T(async, pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS,0); for(volatile int i=0;;i++); )
T(disabled, pthread_setcancelstate(PTHREAD_CANCEL_DISABLE,0); sleep(3); pthread_setcancelstate(PTHREAD_CANCEL_ENABLE,0); pthread_testcancel())
void *forever(void*a){ for(;;) sleep(100); }
static void run(void*(*f)(void*)){ pthread_t t; void*r; pthread_create(&t,0,f,0); usleep(20000); pthread_cancel(t); pthread_join(t,&r); printf("%s\n", r==PTHREAD_CANCELED?"canceled":"returned"); fflush(stdout);}
int main(void){
  alarm(15);
  pipe(fds); sem_init(&sem,0,0); 
  struct mq_attr a={.mq_maxmsg=2,.mq_msgsize=100}; q=mq_open("/heapscope-cancellation",O_CREAT|O_RDWR,0600,NULL); mq_unlink("/heapscope-cancellation");
  mid=msgget(IPC_PRIVATE,0600|IPC_CREAT);
  run(t_read); run(t_sleep); run(t_usleep); run(t_nanosleep); run(t_clock_nanosleep); run(t_pause); run(t_semwait); run(t_semtimed);
  run(t_mq); run(t_msgrcv); run(t_join); run(t_cond); run(t_sigsuspend); run(t_sigwait); run(t_poll); run(t_select);
  run(t_testcancel); run(t_disabled); run(t_write);
  pid_t p=fork(); if(p==0){ for(;;) pause(); }
  run(t_wait); kill(p,9); waitpid(p,0,0);
  run(t_async);
  msgctl(mid,IPC_RMID,0);
  return 0;
}
