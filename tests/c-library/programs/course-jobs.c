/* What a course on systems programming does with children: reaping, time-outs, stops, a daemon, process groups. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <signal.h>
#include <sys/wait.h>
#include <errno.h>
#include <string.h>
#include <fcntl.h>
static volatile sig_atomic_t reaped; static int sp[2];
static void chld(int n){ int e=errno; while(waitpid(-1,0,WNOHANG)>0) reaped++; errno=e; }
static void selfpipe(int n){ int e=errno; write(sp[1],"x",1); errno=e; }
static void bye(void){ printf("bye %d\n", getppid()==1); }
int main(void){
  alarm(60);                              /* nobody waits for ever */
  setvbuf(stdout,NULL,_IOFBF,BUFSIZ);
  printf("buffered ");                    /* duplicated on fork */
  if(fork()==0){ printf("child\n"); exit(0);} wait(0); printf("parent\n"); fflush(stdout);
  struct sigaction a={.sa_handler=chld,.sa_flags=SA_RESTART}; sigaction(SIGCHLD,&a,0);
  sigset_t b,o; sigemptyset(&b); sigaddset(&b,SIGCHLD); sigprocmask(SIG_BLOCK,&b,&o);
  for(int i=0;i<5;i++) if(fork()==0){ usleep(1000*(i+1)); _exit(i);} 
  while(reaped<5) sigsuspend(&o);
  sigprocmask(SIG_SETMASK,&o,0); printf("reaped %d\n", reaped); fflush(stdout);
  signal(SIGCHLD,SIG_DFL);
  pipe(sp); fcntl(sp[1],F_SETFL,O_NONBLOCK); a.sa_handler=selfpipe; sigaction(SIGUSR1,&a,0);
  if(fork()==0){ kill(getppid(),SIGUSR1); _exit(0);} char c; read(sp[0],&c,1); printf("self-pipe %c\n", c); wait(0);
  /* alarm time-out */
  int p[2]; pipe(p); a.sa_handler=selfpipe; a.sa_flags=0; sigaction(SIGALRM,&a,0); alarm(1); ssize_t r=read(p[0],&c,1); printf("timeout %zd %s\n", r, strerror(errno));
  signal(SIGALRM,SIG_DFL); alarm(60);
  /* waitpid of every kind */
  pid_t k=fork(); if(k==0){ raise(SIGSTOP); _exit(9);} int st; waitpid(k,&st,WUNTRACED); printf("stopped %d %d\n", WIFSTOPPED(st), WSTOPSIG(st)==SIGSTOP); kill(k,SIGCONT); waitpid(k,&st,WCONTINUED); printf("continued %d\n", WIFCONTINUED(st)); waitpid(k,&st,0); printf("exited %d\n", WEXITSTATUS(st));
  siginfo_t si; k=fork(); if(k==0) abort(); memset(&si,0,sizeof si); printf("waitid %d", waitid(P_PID,k,&si,WEXITED)); printf(" %d %d %d\n", si.si_pid==k, si.si_code==CLD_KILLED||si.si_code==CLD_DUMPED, si.si_status);
  k=fork(); if(k==0) _exit(4); memset(&si,0,sizeof si); waitid(P_ALL,0,&si,WEXITED|WNOWAIT); printf("nowait %d", si.si_status); waitpid(k,&st,0); printf(" %d\n", WEXITSTATUS(st));
  int left=waitid(P_ALL,0,&si,WEXITED); printf("%d %d\n", left, errno==ECHILD);
  /* double fork */
  fflush(stdout);
  int d[2]; pipe(d);
  if(fork()==0){ pid_t sid=setsid(); if(sid!=getpid()) _exit(1); if(fork()) _exit(0); usleep(20000); dprintf(d[1],"daemon %d %d %d", getppid()!=0, getsid(0)==sid, getpgrp()==sid); _exit(0);} 
  wait(&st); close(d[1]); char buf[100]; int n=read(d[0],buf,99); buf[n>0?n:0]=0; printf("%s %d\n", buf, WEXITSTATUS(st));
  /* groups */
  k=fork(); if(k==0){ setpgid(0,0); if(fork()==0) pause(); pause(); }
  setpgid(k,k); usleep(10000); printf("%d %d\n", getpgid(k)==k, kill(-k,SIGTERM)); waitpid(-k,&st,0); printf("term %d\n", WTERMSIG(st));
  setpgid(0,0); printf("%d\n", getpgrp()==getpid()); errno=0; left=setsid(); printf("%d %d\n", left, errno==EPERM);
  atexit(bye); fflush(stdout);
  if(fork()==0) exit(0); wait(0);
  if(fork()==0) _exit(0); wait(0);
  return 0;
}
