/* System calls that leave errno alone and call nothing that a program may have replaced. */
#ifndef HEAPSCOPE_SYSTEM_H
#define HEAPSCOPE_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

#ifndef __x86_64__
#error "libheapscope unwinds stacks of x86-64 only"
#endif

#define HS_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define HS_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
/* On the way of every event. */
#define HS_ALWAYS_INLINE inline __attribute__((always_inline))
/* Beside that way: its registers aren't saved there. */
#define HS_ASIDE __attribute__((noinline, cold))

/* Gives -errno when it fails. */
static inline long hs_syscall(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

static inline bool hs_failed(long result) { return result < 0 && result >= -4095; }

/* Zeroed private memory, or NULL. What isn't touched costs nothing. */
void *hs_map(size_t bytes);
void hs_unmap(void *at, size_t bytes);

uint64_t hs_nanoseconds(void);
void hs_sleep(uint64_t nanoseconds);
uint32_t hs_pid(void);
uint32_t hs_tid(void);
/* Whether a process or thread of that number exists. */
bool hs_exists(uint32_t pid);

/* A file descriptor or -errno. */
int hs_open(const char *path, int flags, int mode);
void hs_close(int file);
/* Reads until `bytes` are read or the file ends; gives how many were. */
size_t hs_read(int file, void *to, size_t bytes);
void hs_write_error(const char *text);

/* What a file of /proc has at first, at most `bytes` - 1 of it, with a zero behind. */
size_t hs_read_file(const char *path, char *to, size_t bytes);

/* Appends text and numbers to a buffer that is large enough. */
char *hs_add_text(char *at, const char *text);
char *hs_add_number(char *at, uint64_t number);

/* Whether memory can be read; false for what isn't mapped. */
bool hs_peek(const void *from, void *to, size_t bytes);

/* A lock for rare work: who waits gives up the processor. Not for signal handlers: whoever holds it is `busy`. */
struct hs_lock {
  uint32_t taken;
};
void hs_lock(struct hs_lock *lock);
void hs_unlock(struct hs_lock *lock);

#endif
