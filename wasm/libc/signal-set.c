/* Sets of signals. */
#include <errno.h>
#include <stdbool.h>

#include "signals.h"

static bool is_valid(int number) {
  if (number >= 1 && number < _NSIG) return true;
  errno = EINVAL;
  return false;
}
static unsigned long long bit(int number) { return 1ull << (number - 1); }

#define bits __signal_bits
#define set_of __signal_set

int sigemptyset(sigset_t *set) {
  *set = set_of(0);
  return 0;
}
int sigfillset(sigset_t *set) {
  *set = set_of(~0ull);
  return 0;
}
int sigaddset(sigset_t *set, int number) {
  if (!is_valid(number)) return -1;
  *set = set_of(bits(set) | bit(number));
  return 0;
}
int sigdelset(sigset_t *set, int number) {
  if (!is_valid(number)) return -1;
  *set = set_of(bits(set) & ~bit(number));
  return 0;
}
int sigismember(const sigset_t *set, int number) {
  if (!is_valid(number)) return -1;
  return (bits(set) & bit(number)) != 0;
}
int sigisemptyset(const sigset_t *set) { return bits(set) == 0; }
int sigandset(sigset_t *set, const sigset_t *a, const sigset_t *b) {
  *set = set_of(bits(a) & bits(b));
  return 0;
}
int sigorset(sigset_t *set, const sigset_t *a, const sigset_t *b) {
  *set = set_of(bits(a) | bits(b));
  return 0;
}
