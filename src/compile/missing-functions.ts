/** Functions that programs for Linux use and that may be missing here, each with a reason that a person can act on. */

const NO_PROGRAMS = 'there are no other programs here to start';
const NO_NETWORK = 'there is no network here, so sockets are not available';
const NO_KERNEL = 'there is no Linux kernel under the program';
const OWN_STACKS = 'stacks here are changed by threads and longjmp()';
const NO_ASYNCHRONOUS_IO = 'bytes are moved here by read() and write()';
const NO_LOGINS = 'nobody logs in here: there are no terminals, passwords and mounted disks to know of';
const NO_LOADER = 'programs here are loaded whole, so there is nothing to load later';
const NO_FILE_HANDLES = 'files here are known by their paths and descriptors';
const EVENTS = 'descriptors here are waited for by poll() and select()';
const OPTIONS = 'options are read here by getopt() and getopt_long()';
const PRINTF_EXTENSIONS = 'printf() can’t be taught more here than it knows';

const REASONS: readonly (readonly [reason: string, names: string])[] = [
  [
    NO_NETWORK,
    'accept4 sendmsg recvmsg sendmmsg recvmmsg getifaddrs freeifaddrs inet_ntoa inet_addr inet_pton inet_ntop ' +
      'inet_net_ntop inet_net_pton inet_neta inet_nsap_addr inet_nsap_ntoa isfdtype sockatmark bindresvport ' +
      'gethostbyaddr gethostbyaddr_r gethostbyname2 gethostbyname2_r gethostbyname_r gethostent gethostent_r ' +
      'sethostent endhostent getnameinfo hstrerror getnetbyaddr getnetbyaddr_r getnetbyname getnetbyname_r getnetent ' +
      'getnetent_r setnetent endnetent getnetgrent getnetgrent_r setnetgrent endnetgrent innetgr getprotobyname ' +
      'getprotobyname_r getprotobynumber getprotobynumber_r getprotoent getprotoent_r setprotoent endprotoent ' +
      'getrpcbyname getrpcbyname_r getrpcbynumber getrpcbynumber_r getrpcent getrpcent_r setrpcent endrpcent getservbyname getservbyname_r getservbyport ' +
      'getservbyport_r getservent getservent_r setservent endservent getaddrinfo_a gai_cancel gai_error gai_suspend ' +
      'if_nametoindex if_indextoname if_nameindex if_freenameindex rcmd rcmd_af rexec rexec_af rresvport ruserok ' +
      'iruserok iruserok_af ruserok_af rresvport_af getsourcefilter setsourcefilter getipv4sourcefilter setipv4sourcefilter ether_aton ether_ntoa ' +
      'ether_hostton ether_ntohost ether_line res_init res_query res_search dn_expand dn_comp',
  ],
  [NO_PROGRAMS, 'posix_spawn posix_spawnp wordexp wordfree execveat'],
  [
    'the terminal here belongs to all processes',
    'tcgetpgrp tcsetpgrp tcgetsid openpty forkpty login_tty posix_openpt getpt grantpt unlockpt ptsname ptsname_r',
  ],
  ['processes here exchange messages by pipes, queues and shared memory', 'mkfifo mkfifoat mknod mknodat'],
  [
    'processes here have no priorities',
    'nice sched_rr_get_interval pthread_setschedprio pthread_mutex_setprioceiling pthread_mutex_getprioceiling ' +
      'pthread_mutexattr_setprioceiling pthread_mutexattr_getprioceiling',
  ],
  [
    'timers here are those of alarm() and setitimer()',
    'timer_create timer_settime timer_gettime timer_delete timer_getoverrun',
  ],
  [
    EVENTS,
    'epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd_read eventfd_write ' +
      'signalfd timerfd_create timerfd_settime timerfd_gettime inotify_init inotify_init1 inotify_add_watch ' +
      'inotify_rm_watch',
  ],
  ['files here are locked by nobody', 'flock lockf'],
  [
    NO_ASYNCHRONOUS_IO,
    'sendfile splice tee vmsplice aio_read aio_write aio_error aio_return aio_suspend aio_cancel aio_fsync aio_init ' +
      'lio_listio copy_file_range preadv2 pwritev2 sync_file_range syncfs',
  ],
  [
    NO_KERNEL,
    'syscall clone unshare setns prctl mremap mincore remap_file_pages memfd_create mlock2 pkey_alloc pkey_free ' +
      'pkey_get pkey_set pkey_mprotect ptrace process_vm_readv process_vm_writev process_madvise process_mrelease ' +
      'sysinfo acct swapon swapoff reboot mount umount umount2 klogctl personality setfsuid setfsgid quotactl ' +
      'getcpu tgkill sigreturn pthread_sigqueue adjtimex clock_adjtime ntp_gettime ntp_gettimex ntp_adjtime profil ' +
      'sprofil monstartup pthread_attr_setaffinity_np pthread_attr_getaffinity_np pthread_attr_setsigmask_np ' +
      'pthread_attr_getsigmask_np pthread_setattr_default_np pthread_clockjoin_np',
  ],
  [
    NO_FILE_HANDLES,
    'statx statfs fstatfs name_to_handle_at open_by_handle_at getdirentries getdents getdents64 fchdir fchownat ' +
      'lchmod renameat2 revoke futimes lutimes getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr ' +
      'llistxattr flistxattr removexattr lremovexattr fremovexattr',
  ],
  [NO_LOADER, 'dlmopen dladdr1 dlinfo dl_iterate_phdr'],
  [OWN_STACKS, 'getcontext setcontext makecontext swapcontext sigstack'],
  ['there is no terminal here to draw on', 'initscr endwin getch kbhit'],
  ['the addresses of a program’s parts are not those of a Unix process', 'etext edata end'],
  [
    'arithmetic with floating point makes no exceptions that can be caught here',
    'feenableexcept fedisableexcept fegetexcept fesetexcept fetestexceptflag fegetmode fesetmode',
  ],
  [
    'this function is rarely used, and only glibc has it',
    'j0l j1l jnl y0l y1l ynl dreml isctype glob_pattern_p fgetpwent_r fgetgrent_r fromfp fromfpf fromfpl fromfpx fromfpxf fromfpxl ufromfp ufromfpf ufromfpl ufromfpx ' +
      'ufromfpxf ufromfpxl getpayload getpayloadf getpayloadl setpayload setpayloadf setpayloadl setpayloadsig ' +
      'setpayloadsigf setpayloadsigl totalorderl totalordermagl qecvt qfcvt qgcvt qecvt_r qfcvt_r',
  ],
  [OPTIONS, 'argp_parse argp_usage argp_error argp_help argp_failure argp_state_help'],
  [
    PRINTF_EXTENSIONS,
    'register_printf_function register_printf_specifier register_printf_modifier register_printf_type ' +
      'parse_printf_format printf_size printf_size_info',
  ],
  [
    'regcomp() and regexec() are the way to patterns here',
    're_compile_pattern re_compile_fastmap re_match re_match_2 re_search re_search_2 re_set_registers re_set_syntax ' +
      're_comp re_exec',
  ],
  [
    NO_LOGINS,
    'getpw setlogin crypt_gensalt crypt_gensalt_ra crypt_gensalt_rn crypt_ra crypt_rn crypt_checksalt crypt_preferred_method getspnam getspent getutent getutid getutline pututline setutent endutent ' +
      'utmpname getutxent getmntent setmntent endmntent getfsent getttyent getaliasbyname getsgnam logwtmp ' +
      'updwtmp login logout',
  ],
  ['nftw() walks a tree of files here', 'ftw fts_open fts_children fts_read fts_set fts_close'],
  [
    'locales here read numbers alike: use wcstod(), wcstol() and their like',
    'wcstod_l wcstof_l wcstold_l wcstol_l wcstoul_l wcstoll_l wcstoull_l wcstoq wcstouq',
  ],
  ['mbrtowc() and wcrtomb() change the form of letters here', 'mbrtoc8 c8rtomb'],
  ['strptime() reads dates here', 'getdate_r'],
  ['twalk() walks such trees here', 'twalk_r'],
  ['this function is of Windows', 'Sleep getche gets_s fopen_s scanf_s printf_s strcpy_s GetTickCount'],
];

/** Names that follow a pattern. */
const PATTERNS: readonly (readonly [reason: string, pattern: RegExp])[] = [
  [
    '_Float32, _Float64 and _Float128 are types of gcc’s: float, double and long double are the same',
    /f(32|64|128)x?(_[lr])?$/,
  ],
  [NO_NETWORK, /^(inet6_(opt|rth|option)_|res_n?|ns_)[a-z]/],
];

/** Headers of Linux that are not here, each with what its functions would need. */
const HEADERS: readonly (readonly [reason: string, names: string])[] = [
  [NO_NETWORK, 'net/if.h net/if_arp.h net/ethernet.h net/route.h netinet/ether.h netinet/if_ether.h resolv.h'],
  [NO_PROGRAMS, 'spawn.h wordexp.h'],
  [EVENTS, 'sys/epoll.h sys/signalfd.h sys/timerfd.h sys/inotify.h'],
  [NO_ASYNCHRONOUS_IO, 'aio.h sys/sendfile.h'],
  [
    NO_KERNEL,
    'sys/prctl.h sys/ptrace.h sys/user.h sys/mount.h sys/swap.h sys/reboot.h sys/klog.h sys/fsuid.h ' +
      'sys/personality.h sys/quota.h sys/acct.h sys/io.h sys/fanotify.h sys/pidfd.h sys/gmon.h sys/profil.h',
  ],
  [NO_FILE_HANDLES, 'sys/statfs.h sys/vfs.h sys/xattr.h'],
  [NO_LOADER, 'link.h elf.h sys/elf.h'],
  [OWN_STACKS, 'ucontext.h sys/ucontext.h'],
  [OPTIONS, 'argp.h'],
  [PRINTF_EXTENSIONS, 'printf.h'],
  [
    NO_LOGINS,
    'shadow.h gshadow.h utmp.h utmpx.h lastlog.h mntent.h fstab.h ttyent.h aliases.h pty.h security/pam_appl.h',
  ],
  ['there is no terminal here to draw on', 'ncurses.h curses.h'],
  ['this header is of Windows', 'windows.h conio.h'],
];

/** Functions of wasm/libc/unsupported.c: they are there, and fail with ENOSYS. */
const FAILING: readonly (readonly [reason: string, names: string])[] = [
  [NO_PROGRAMS, 'execl execlp execle execv execve execvp execvpe fexecve system popen'],
  [NO_NETWORK, 'socket socketpair getaddrinfo gethostbyname'],
  [NO_LOADER, 'dlopen'],
];

const reasonsByName = (table: readonly (readonly [reason: string, names: string])[]): ReadonlyMap<string, string> =>
  new Map(table.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)));

const BY_NAME = reasonsByName([...REASONS, ...FAILING]);
const BY_HEADER = reasonsByName(HEADERS);

/** Why the function is missing, if it is one that people know from elsewhere. */
export function explainMissing(name: string): string | undefined {
  return (
    BY_NAME.get(name.replace(/64(?=v2$|_|$)/, '')) ??
    BY_NAME.get(name) ??
    PATTERNS.find(([, like]) => like.test(name))?.[0]
  );
}

/** Why the header is missing, by its name between the brackets. */
export function explainMissingHeader(name: string): string | undefined {
  return BY_HEADER.get(name) ?? (/^(linux|asm)\//.test(name) ? NO_KERNEL : undefined);
}

/** What works here, but no longer in glibc, by the version that removed it. */
export const REMOVED_FROM_GLIBC: Readonly<Record<string, string>> = Object.fromEntries(
  ['__malloc_hook', '__free_hook', '__realloc_hook', '__memalign_hook'].map((name) => [name, '2.34']),
);

/** Functions that can be linked and called, but only fail: using one is a warning. */
export const FAILING_FUNCTIONS: readonly string[] = FAILING.flatMap(([, names]) => names.split(' '));
