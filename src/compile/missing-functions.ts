/** Functions that programs for Linux use and that may be missing here, each with a reason that a person can act on. */

const NO_PROGRAMS = 'there are no other programs here to start';
const NO_NETWORK = 'there is no network here, so sockets are not available';

const REASONS: readonly (readonly [reason: string, names: string])[] = [
  [
    NO_NETWORK,
    'accept4 sendmsg recvmsg getifaddrs inet_ntoa inet_addr inet_pton inet_ntop getservbyname getprotobyname ' +
      'if_nametoindex gethostbyaddr getnameinfo',
  ],
  [NO_PROGRAMS, 'posix_spawn posix_spawnp wordexp'],
  ['the terminal here belongs to all processes', 'tcgetpgrp tcsetpgrp tcgetsid openpty forkpty login_tty posix_openpt'],
  ['processes here exchange messages by pipes, queues and shared memory', 'mkfifo mkfifoat mknod mknodat'],
  ['processes here have no priorities', 'nice sched_rr_get_interval pthread_setschedprio'],
  ['timers here are those of alarm() and setitimer()', 'timer_create timer_settime timer_gettime timer_delete'],
  [
    'descriptors here are waited for by poll() and select()',
    'epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd signalfd timerfd_create timerfd_settime ' +
      'inotify_init inotify_init1 inotify_add_watch',
  ],
  ['files here are locked by nobody', 'flock lockf'],
  [
    'bytes are moved here by read() and write()',
    'sendfile splice tee vmsplice aio_read aio_write aio_error aio_return',
  ],
  [
    'there is no Linux kernel under the program',
    'syscall clone unshare setns prctl mremap mincore ptrace process_vm_readv process_vm_writev sysinfo brk',
  ],
  ['stacks here are changed by threads and longjmp()', 'getcontext setcontext makecontext swapcontext'],
  ['use sigaction(), sigprocmask() and sigsuspend()', 'sigset sighold sigrelse sigignore sigpause sigblock sigsetmask'],
  ['there is no system log here', 'openlog syslog vsyslog closelog'],
  ['there is no terminal here to draw on', 'initscr endwin getch kbhit'],
  ['this function is of Windows', 'Sleep getche gets_s fopen_s scanf_s printf_s strcpy_s GetTickCount'],
];

/** Functions of wasm/libc/unsupported.c: they are there, and fail with ENOSYS. */
const FAILING: readonly (readonly [reason: string, names: string])[] = [
  [NO_PROGRAMS, 'execl execlp execle execv execve execvp execvpe fexecve system popen'],
  [NO_NETWORK, 'socket socketpair getaddrinfo gethostbyname'],
  ['programs here are loaded whole, so there is nothing to load later', 'dlopen'],
];

const BY_NAME = new Map(
  [...REASONS, ...FAILING].flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)),
);

/** Why the function is missing, if it is one that people know from elsewhere. */
export function explainMissing(name: string): string | undefined {
  return BY_NAME.get(name);
}

/** What works here, but no longer in glibc, by the version that removed it. */
export const REMOVED_FROM_GLIBC: Readonly<Record<string, string>> = Object.fromEntries(
  ['__malloc_hook', '__free_hook', '__realloc_hook', '__memalign_hook'].map((name) => [name, '2.34']),
);

/** Functions that can be linked and called, but only fail: using one is a warning. */
export const FAILING_FUNCTIONS: readonly string[] = FAILING.flatMap(([, names]) => names.split(' '));
