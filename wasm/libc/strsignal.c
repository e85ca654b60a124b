/* What signals are called, in glibc's words. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char *name, *text;
} signals[] = {
    [SIGHUP] = {"HUP", "Hangup"},
    [SIGINT] = {"INT", "Interrupt"},
    [SIGQUIT] = {"QUIT", "Quit"},
    [SIGILL] = {"ILL", "Illegal instruction"},
    [SIGTRAP] = {"TRAP", "Trace/breakpoint trap"},
    [SIGABRT] = {"ABRT", "Aborted"},
    [SIGBUS] = {"BUS", "Bus error"},
    [SIGFPE] = {"FPE", "Floating point exception"},
    [SIGKILL] = {"KILL", "Killed"},
    [SIGUSR1] = {"USR1", "User defined signal 1"},
    [SIGSEGV] = {"SEGV", "Segmentation fault"},
    [SIGUSR2] = {"USR2", "User defined signal 2"},
    [SIGPIPE] = {"PIPE", "Broken pipe"},
    [SIGALRM] = {"ALRM", "Alarm clock"},
    [SIGTERM] = {"TERM", "Terminated"},
    [SIGSTKFLT] = {"STKFLT", "Stack fault"},
    [SIGCHLD] = {"CHLD", "Child exited"},
    [SIGCONT] = {"CONT", "Continued"},
    [SIGSTOP] = {"STOP", "Stopped (signal)"},
    [SIGTSTP] = {"TSTP", "Stopped"},
    [SIGTTIN] = {"TTIN", "Stopped (tty input)"},
    [SIGTTOU] = {"TTOU", "Stopped (tty output)"},
    [SIGURG] = {"URG", "Urgent I/O condition"},
    [SIGXCPU] = {"XCPU", "CPU time limit exceeded"},
    [SIGXFSZ] = {"XFSZ", "File size limit exceeded"},
    [SIGVTALRM] = {"VTALRM", "Virtual timer expired"},
    [SIGPROF] = {"PROF", "Profiling timer expired"},
    [SIGWINCH] = {"WINCH", "Window changed"},
    [SIGIO] = {"POLL", "I/O possible"},
    [SIGPWR] = {"PWR", "Power failure"},
    [SIGSYS] = {"SYS", "Bad system call"},
};

#define COUNT (int)(sizeof signals / sizeof *signals)

static int is_known(int number) { return number > 0 && number < COUNT && signals[number].text; }

const char *sigabbrev_np(int number) { return is_known(number) ? signals[number].name : NULL; }
const char *sigdescr_np(int number) { return is_known(number) ? signals[number].text : NULL; }

char *strsignal(int number) {
  static char other[40];
  if (is_known(number)) return (char *)signals[number].text;
  if (number >= SIGRTMIN && number <= SIGRTMAX)
    snprintf(other, sizeof other, "Real-time signal %d", number - SIGRTMIN);
  else
    snprintf(other, sizeof other, "Unknown signal %d", number);
  return other;
}

void psignal(int number, const char *what) {
  const char *text = is_known(number) ? signals[number].text : "Unknown signal";
  if (what && *what)
    fprintf(stderr, "%s: %s\n", what, text);
  else
    fprintf(stderr, "%s\n", text);
}
void psiginfo(const siginfo_t *info, const char *what) { psignal(info->si_signo, what); }
