/** Functions that programs from Linux use and that can't be had here, with the reason a person can act on. */

const REASONS: readonly (readonly [reason: string, names: string])[] = [
  [
    'a program here has no network, so sockets are not available',
    'socket bind listen accept accept4 connect send sendto sendmsg recv recvfrom recvmsg setsockopt getsockopt shutdown ' +
      'getaddrinfo freeaddrinfo gethostbyname getsockname getpeername socketpair inet_ntoa inet_addr',
  ],
  [
    'there are no other programs here to start',
    'execl execlp execle execv execve execvp execvpe fexecve system popen pclose posix_spawn posix_spawnp',
  ],
  [
    'threads are not available here yet; the program must work in one thread',
    'pthread_create pthread_join pthread_detach pthread_exit pthread_cancel thrd_create thrd_join thrd_exit',
  ],
  ['there are no other processes here yet', 'fork vfork wait waitpid wait3 wait4 kill killpg getppid setsid setpgid'],
  ['pipes need a second process, which is not available here yet', 'pipe pipe2 mkfifo'],
  ['there is no terminal here to control', 'tcgetattr tcsetattr cfmakeraw ioctl initscr endwin getch'],
  [
    'shared memory needs a second process, which is not available here yet',
    'shmget shmat shmdt shmctl shm_open shm_unlink',
  ],
  ['semaphores of System V need a second process, which is not available here yet', 'semget semop semctl'],
  ['users and groups do not exist here', 'getuid geteuid getgid getegid setuid setgid getpwnam getpwuid getlogin'],
];

const BY_NAME = new Map(REASONS.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)));

/** Why the function is missing, if it is one that people know from elsewhere. */
export function explainMissing(name: string): string | undefined {
  return BY_NAME.get(name);
}
