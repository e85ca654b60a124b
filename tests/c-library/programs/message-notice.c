/* A thread is started for a message that comes into an empty queue. */
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <pthread.h>
#include <semaphore.h>
#include <errno.h>
#include <time.h>
#include <sys/wait.h>
static mqd_t q; static sem_t done; static pthread_t main_thread;
static void setup(void);
static void on_message(union sigval v){
  char b[100]; unsigned prio; 
  setup();
  for(;;){ ssize_t n=mq_receive(q,b,sizeof b,&prio); if(n<0) break; printf("%d: %.*s (%u) %s\n", v.sival_int,(int)n,b,prio, pthread_equal(pthread_self(),main_thread)?"main":"other"); 
   if(!strncmp(b,"end",3)) sem_post(&done);} 
}
static void setup(void){ struct sigevent e; memset(&e,0,sizeof e); e.sigev_notify=SIGEV_THREAD; e.sigev_notify_function=on_message; e.sigev_value.sival_int=7; if(mq_notify(q,&e)) exit(77); }
int main(void){
  main_thread=pthread_self();
  sem_init(&done,0,0);
  struct mq_attr a={.mq_maxmsg=5,.mq_msgsize=100};
  q=mq_open("/heapscope-notice",O_CREAT|O_RDWR|O_NONBLOCK,0600,&a);
  setup();
  struct sigevent e={.sigev_notify=SIGEV_NONE}; int again = mq_notify(q, &e); printf("%d %d\n", again, errno == EBUSY);
  if(fork()==0){ mq_send(q,"one",3,1); sleep(1); mq_send(q,"two",3,2); mq_send(q,"end",3,0); _exit(0); }
  wait(0);
  /* Linux tells of a message by a netlink socket, which some containers don't pass on: 77 is "this machine can't". */
  struct timespec late; clock_gettime(CLOCK_REALTIME,&late); late.tv_sec+=10;
  while(sem_timedwait(&done,&late)) if(errno==ETIMEDOUT){ mq_unlink("/heapscope-notice"); return 77; }
  usleep(1000);
  printf("%d\n", mq_notify(q,NULL));
  mq_send(q,"three",5,0);
  usleep(1000);
  struct mq_attr g; mq_getattr(q,&g); printf("%ld\n", g.mq_curmsgs);
  mq_close(q); mq_unlink("/heapscope-notice");
  return 0;
}
