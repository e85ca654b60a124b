/** Functions that programs for Linux use and that may be missing here, each with a reason that a person can act on. */

const REASONS: readonly (readonly [reason: string, names: string])[] = [
  [
    'there is no network here, so sockets are not available',
    'socket bind listen accept4 connect sendto sendmsg recvfrom recvmsg setsockopt getaddrinfo freeaddrinfo gethostbyname ' +
      'getsockname getpeername socketpair inet_ntoa inet_addr inet_pton inet_ntop',
  ],
  [
    'there are no other programs here to start',
    'execl execlp execle execv execve execvp execvpe fexecve system popen pclose posix_spawn posix_spawnp',
  ],
  ['threads are not available; the program must do its work in one', 'pthread_create thrd_create'],
  [
    'semaphores are for threads and processes, of which there is only one here',
    'sem_init sem_destroy sem_open sem_close sem_unlink sem_wait sem_trywait sem_timedwait sem_post sem_getvalue ' +
      'semget semop semctl',
  ],
  [
    'there is only one process here',
    'fork vfork wait waitpid wait3 wait4 kill killpg getppid getpgid setpgid setsid getsid daemon pipe pipe2 mkfifo ' +
      'shmget shmat shmdt shmctl shm_open shm_unlink msgget msgsnd msgrcv mq_open nice',
  ],
  [
    'signals are raised here only by the program itself: use signal() and raise()',
    'sigaction sigprocmask sigemptyset sigfillset sigaddset sigdelset sigismember sigsuspend sigwait alarm pause setitimer',
  ],
  ['there is no terminal here to control', 'tcgetattr tcsetattr tcflush cfmakeraw ttyname initscr endwin getch kbhit'],
  [
    'there are no users or groups here',
    'getuid geteuid getgid getegid setuid setgid getpwnam getpwuid getgrnam getgrgid getlogin',
  ],
  ['temporary files have no place of their own here: open one by name with fopen()', 'tmpfile tmpnam mkstemp mkdtemp'],
  ['this function is of BSD: use fprintf(stderr, ...) and exit()', 'err errx verr verrx warn warnx vwarn vwarnx'],
  ['programs here are loaded whole, so there is nothing to load later', 'dlopen dlsym dlclose dlerror dladdr'],
  ['this function is of Windows', 'Sleep getche gets_s fopen_s scanf_s printf_s strcpy_s GetTickCount'],
  ['gets() can not be used safely and left C in 2011: use fgets()', 'gets'],
];

const BY_NAME = new Map(REASONS.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)));

/** Why the function is missing, if it is one that people know from elsewhere. */
export function explainMissing(name: string): string | undefined {
  return BY_NAME.get(name);
}

/**
 * Functions that wasi-libc has, but only to fail at run time, where nobody looks at their result. Using them is an error of
 * the link, as for functions that are missing.
 */
export const REFUSED_FUNCTIONS = ['pthread_create', 'thrd_create'];
