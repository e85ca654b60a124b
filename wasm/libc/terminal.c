/* The terminal, where there is one: 24 lines of 80 columns. Its settings can be read and written, and change nothing. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct termios settings = {
    .c_iflag = ICRNL | IXON | IUTF8,
    .c_oflag = OPOST | ONLCR,
    .c_cflag = CS8 | CREAD | B38400,
    .c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
    .c_cc = {[VINTR] = 3, [VQUIT] = 28, [VERASE] = 127, [VKILL] = 21, [VEOF] = 4, [VMIN] = 1, [VSUSP] = 26},
    .c_ispeed = B38400,
    .c_ospeed = B38400,
};
static struct winsize size = {.ws_row = 24, .ws_col = 80};

static int not_terminal(int descriptor) {
  if (isatty(descriptor)) return 0;
  if (errno != EBADF) errno = ENOTTY;
  return -1;
}

int tcgetattr(int descriptor, struct termios *result) {
  if (not_terminal(descriptor)) return -1;
  *result = settings;
  return 0;
}
int tcsetattr(int descriptor, int when, const struct termios *given) {
  if (not_terminal(descriptor)) return -1;
  if (when < TCSANOW || when > TCSAFLUSH) {
    errno = EINVAL;
    return -1;
  }
  settings = *given;
  return 0;
}
int tcflush(int descriptor, int which) {
  (void)which;
  return not_terminal(descriptor);
}
int tcdrain(int descriptor) { return not_terminal(descriptor); }
int tcflow(int descriptor, int action) {
  (void)action;
  return not_terminal(descriptor);
}
int tcsendbreak(int descriptor, int duration) {
  (void)duration;
  return not_terminal(descriptor);
}
void cfmakeraw(struct termios *t) {
  t->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
  t->c_oflag &= ~(tcflag_t)OPOST;
  t->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  t->c_cflag = (t->c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  t->c_cc[VMIN] = 1;
  t->c_cc[VTIME] = 0;
}
speed_t cfgetispeed(const struct termios *t) { return t->c_ispeed; }
speed_t cfgetospeed(const struct termios *t) { return t->c_ospeed; }
int cfsetispeed(struct termios *t, speed_t speed) {
  t->c_ispeed = speed;
  return 0;
}
int cfsetospeed(struct termios *t, speed_t speed) {
  t->c_ospeed = speed;
  return 0;
}
int cfsetspeed(struct termios *t, speed_t speed) { return cfsetispeed(t, speed) || cfsetospeed(t, speed); }

static int bytes_waiting(int descriptor, int *count) {
  struct pollfd poll_for = {.fd = descriptor, .events = POLLIN};
  *count = poll(&poll_for, 1, 0) > 0;
  return 0;
}

/* All that are known here have a third argument; to others it may not be given. */
static bool takes_argument(int request) {
  return request == FIONREAD || request == TIOCGWINSZ || request == TIOCSWINSZ || request == TCGETS ||
         request == TCSETS;
}

int ioctl(int descriptor, int request, ...) {
  void *argument = NULL;
  if (takes_argument(request)) {
    va_list arguments;
    va_start(arguments, request);
    argument = va_arg(arguments, void *);
    va_end(arguments);
  }
  if (request == FIONREAD) return bytes_waiting(descriptor, argument);
  if (not_terminal(descriptor)) return -1;
  switch (request) {
  case TIOCGWINSZ:
    memcpy(argument, &size, sizeof size);
    return 0;
  case TIOCSWINSZ:
    memcpy(&size, argument, sizeof size);
    return 0;
  case TCGETS:
    return tcgetattr(descriptor, argument);
  case TCSETS:
    return tcsetattr(descriptor, TCSANOW, argument);
  default:
    errno = EINVAL;
    return -1;
  }
}

#define NAME "/dev/pts/0"
int ttyname_r(int descriptor, char *name, size_t length) {
  if (not_terminal(descriptor)) return errno;
  return snprintf(name, length, "%s", NAME) >= (int)length ? ERANGE : 0;
}
char *ttyname(int descriptor) { return not_terminal(descriptor) ? NULL : NAME; }
char *ctermid(char *name) {
  static char own[L_ctermid + 1];
  return strcpy(name ? name : own, "/dev/tty");
}
char *getpass(const char *prompt) {
  static char password[128];
  fputs(prompt, stderr);
  if (!fgets(password, sizeof password, stdin)) return NULL;
  password[strcspn(password, "\n")] = 0;
  return password;
}
