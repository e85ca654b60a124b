/* Which process this is, and what its recording is called. */
#define _GNU_SOURCE
#include "recorder.h"

#include "environment.h"
#include "mappings.h"
#include "process.h"
#include "scan.h"
#include "stack-ids.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAX_PATH = 4096, START_TIME_FIELD = 22 };
enum { EPERM_ = 1, ENOENT_ = 2, EACCES_ = 13, EEXIST_ = 17, EFBIG_ = 27, ENOSPC_ = 28, EDQUOT_ = 122 };
enum { STEP_NANOSECONDS = 1000000, LOOK_EVERY = 64 };

uint32_t hs_state;
struct hs_control *hs_control;
uint32_t *hs_epoch;
uint32_t hs_process_started;
struct hs_lock hs_process_lock;
struct hs_stream hs_process_stream;

/* Why recording has ended, until a thread has told it. */
static uint32_t loss_to_tell;

static struct hs_lock start_lock;
static char directory[MAX_PATH];
static uint32_t pid, image;
/* hs_control->scan, as far as it has been followed. */
static uint32_t scans_asked;

const char *hs_directory(void) { return directory; }

bool hs_is_borrowed(void) { return hs_state_now() == HS_RECORDING && hs_epoch_now() != 0 && hs_pid() != pid; }

/* HEAPSCOPE_DIR. The environment's own memory is read: libc's may not be set up yet. */
static bool find_directory(void) {
  static const char name[] = "HEAPSCOPE_DIR=";
  for (char **variable = environ; variable && *variable; variable++) {
    if (strncmp(*variable, name, sizeof name - 1) != 0) continue;
    const char *value = *variable + sizeof name - 1;
    if (value[0] != '/' || strlen(value) >= MAX_PATH - 64) return false;
    hs_add_text(directory, value);
    return true;
  }
  return false;
}

static bool map_control(void) {
  char path[MAX_PATH];
  hs_add_text(hs_add_text(path, directory), "/control");
  int file = hs_open(path, O_RDWR, 0);
  if (file < 0) return false;
  long at = hs_syscall(SYS_mmap, 0, sizeof(struct hs_control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  hs_close(file);
  if (hs_failed(at)) return false;
  hs_control = (struct hs_control *)at;
  return hs_control->magic == HS_CONTROL_MAGIC && hs_control->version == HS_STREAM_VERSION;
}

static bool make_epoch(void) {
  uint32_t *page = hs_map(4096);
  if (!page || hs_failed(hs_syscall(SYS_madvise, (long)page, 4096, MADV_WIPEONFORK, 0, 0, 0))) return false;
  *page = 1;
  hs_epoch = page;
  return true;
}

/* A number of /proc/PID/stat: the name, in parentheses, may hold anything. */
static uint64_t stat_field(const char *path, uint32_t number) {
  char text[1024];
  hs_read_file(path, text, sizeof text);
  const char *at = strrchr(text, ')');
  for (uint32_t field = 2; at && field < number; field++) at = strchr(at + 1, ' ');
  return at ? strtoull(at, NULL, 10) : 0;
}

/* The start of a stream's file, as another process or image left it. */
static bool read_header(uint32_t of_pid, uint32_t of_image, struct hs_stream_header *header) {
  char path[MAX_PATH + 64];
  char *at = hs_add_number(hs_add_text(hs_add_text(path, directory), "/"), of_pid);
  hs_add_text(hs_add_number(hs_add_text(at, "-"), of_image), "-0.hs");
  int file = hs_open(path, O_RDONLY, 0);
  if (file < 0) return false;
  size_t count = hs_read(file, header, sizeof *header);
  hs_close(file);
  return count == sizeof *header;
}

/* Takes the first image of this pid that isn't there yet. Gives 0 or -errno. */
static int open_process_stream(void) {
  for (image = 0;; image++) {
    int result = hs_stream_open(&hs_process_stream, directory, pid, image, 0);
    if (result != -EEXIST_) return result;
  }
}

struct parent {
  uint32_t pid, image;
};

static void put_image(enum hs_image_start start, struct parent parent, uint32_t stacks) {
  static char path[MAX_PATH], arguments[16384];
  long length = hs_syscall(SYS_readlink, (long)"/proc/self/exe", (long)path, sizeof path, 0, 0, 0);
  size_t size = hs_read_file("/proc/self/cmdline", arguments, sizeof arguments);
  if (size == sizeof arguments - 1) arguments[size++] = 0; // cut off
  if (length < 0) length = 0;
  struct hs_stream *stream = &hs_process_stream;
  uint8_t *at = hs_begin_long(stream, (size_t)length + size);
  *at++ = HS_KIND_IMAGE;
  at = hs_put(hs_put(at, hs_nanoseconds()), start);
  at = hs_put(hs_put(hs_put(at, parent.pid), parent.image), stacks);
  at = hs_put_bytes(hs_put_bytes(at, path, (size_t)length), arguments, size);
  hs_end(stream, at);
}

/* A program of a process that another image of may have been before; or that a parent started without a fork that was seen. */
static void put_first_image(void) {
  struct hs_stream_header header;
  if (image > 0 && read_header(pid, image - 1, &header) && header.started == hs_process_started) {
    put_image(HS_START_EXEC, (struct parent){pid, image - 1}, 0);
    return;
  }
  struct parent parent = {(uint32_t)hs_syscall(SYS_getppid, 0, 0, 0, 0, 0, 0), 0};
  if (!read_header(parent.pid, 0, &header)) parent.pid = 0;
  while (parent.pid && read_header(parent.pid, parent.image + 1, &header)) parent.image++;
  put_image(HS_START_FIRST, parent, 0);
}

uint32_t hs_loss_of(int error) {
  switch (-error) {
  case ENOSPC_:
  case EDQUOT_:
  case EFBIG_:
    return HS_LOSS_DISK_FULL;
  case EPERM_:
  case ENOENT_:
  case EACCES_:
    return HS_LOSS_UNREACHABLE;
  default:
    return HS_LOSS_NO_MEMORY;
  }
}

/* Unless executed programs are followed, only the first program is: it makes a mark. */
static bool is_to_be_recorded(void) {
  char path[MAX_PATH];
  hs_add_text(hs_add_text(path, directory), "/first");
  int file = hs_open(path, O_RDONLY | O_CREAT | O_EXCL, 0600);
  if (file >= 0) hs_close(file);
  return file >= 0 || (hs_control->options & HS_OPTION_FOLLOW_EXEC) != 0;
}

static void put_unrecorded(void) { __atomic_add_fetch(&hs_control->unrecorded, 1, __ATOMIC_RELAXED); }

void hs_start(void) {
  // Too early: libc isn't there yet, and the next event will do.
  if (!environ) return;
  hs_lock(&start_lock);
  if (hs_state_now() == HS_NOT_STARTED) {
    bool ready = find_directory() && map_control() && make_epoch();
    if (ready) {
      scans_asked = hs_control->scan;
      hs_clean_environment(environ);
    }
    ready = ready && is_to_be_recorded();
    if (ready) {
      pid = hs_pid();
      hs_process_started = (uint32_t)stat_field("/proc/self/stat", START_TIME_FIELD);
      ready = open_process_stream() == 0;
      if (!ready) put_unrecorded();
    }
    if (ready) put_first_image();
    __atomic_store_n(&hs_state, ready ? HS_RECORDING : HS_OFF, __ATOMIC_RELEASE);
  }
  hs_unlock(&start_lock);
}

void hs_stop(uint32_t loss) {
  if (__atomic_exchange_n(&hs_state, HS_OFF, __ATOMIC_ACQ_REL) == HS_OFF) return;
  if (loss != HS_LOSS_NO_DRAINER) __atomic_store_n(&loss_to_tell, loss, __ATOMIC_RELEASE);
  // Every thread must look.
  __atomic_add_fetch(hs_epoch, 1, __ATOMIC_RELEASE);
}

/* False: recording has ended, for this thread as well. */
static bool goes_on(struct hs_thread *self) {
  if (HS_LIKELY(hs_state_now() != HS_OFF)) return true;
  uint32_t loss = __atomic_exchange_n(&loss_to_tell, 0, __ATOMIC_ACQ_REL);
  if (loss != 0) hs_put_lost(&self->stream, loss, 1);
  hs_stream_detach(&self->stream);
  return false;
}

int hs_open_thread_stream(struct hs_stream *stream, uint32_t number) {
  return hs_stream_open(stream, directory, pid, image, number);
}

void hs_forked(struct hs_thread *self) {
  struct parent parent = {pid, image};
  pid = hs_pid();
  *hs_epoch = 1;
  hs_process_lock.taken = 0;
  hs_mappings_lock.taken = 0;
  hs_scan_lock.taken = 0;
  start_lock.taken = 0;
  hs_forget_threads(self);
  hs_process_started = (uint32_t)stat_field("/proc/self/stat", START_TIME_FIELD);
  if (hs_state_now() == HS_OFF) {
    // The parent's rings aren't here. And what the thread knows of the epoch was before the parent's recording ended.
    hs_stream_detach(&hs_process_stream);
    hs_stream_detach(&self->stream);
    loss_to_tell = 0;
    self->epoch = 0;
    return;
  }
  int error = open_process_stream();
  if (error == 0) {
    put_image(HS_START_FORK, parent, hs_stack_count);
    error = hs_open_thread_stream(&self->stream, self->number);
  }
  if (error == 0) {
    hs_tell_thread(self);
    return;
  }
  hs_stream_detach(&hs_process_stream);
  hs_stream_detach(&self->stream);
  put_unrecorded();
  hs_stop(hs_loss_of(error));
}

static void scan_if_asked(struct hs_thread *self) {
  HS_SAVE_REGISTERS(registers);
  uint32_t seen = scans_asked, asked = __atomic_load_n(&hs_control->scan, __ATOMIC_RELAXED);
  if (HS_LIKELY(seen == asked)) return;
  // One thread does it.
  if (__atomic_compare_exchange_n(&scans_asked, &seen, asked, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
    hs_scan(self, HS_SCAN_ASKED, registers);
}

bool hs_attend(struct hs_thread *self) {
  if (hs_epoch_now() == 0) hs_forked(self);
  if (!goes_on(self)) return false;
  if (self->epoch != hs_epoch_now()) {
    self->epoch = hs_epoch_now();
    hs_forget_frames(&self->chain);
  }
  self->pulse = __atomic_load_n(&hs_control->pulse, __ATOMIC_ACQUIRE);
  self->paused = __atomic_load_n(&hs_control->paused, __ATOMIC_RELAXED);
  hs_put_time(&self->stream, hs_nanoseconds());
  uint32_t stop = __atomic_load_n(&hs_control->stop, __ATOMIC_RELAXED);
  if (stop == 0) {
    scan_if_asked(self);
    return true;
  }
  hs_stop(stop);
  return goes_on(self);
}

void hs_wait_for_step(struct hs_thread *self) {
  for (uint32_t tries = 1; __atomic_load_n(&hs_control->paused, __ATOMIC_ACQUIRE) && !hs_control->stop; tries++) {
    uint32_t steps = __atomic_load_n(&hs_control->steps, __ATOMIC_ACQUIRE);
    if (steps > 0 &&
        __atomic_compare_exchange_n(&hs_control->steps, &steps, steps - 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
      hs_put_time(&self->stream, hs_nanoseconds());
      return;
    }
    if (tries % LOOK_EVERY == 0 && !hs_exists(hs_control->drainer)) break;
    scan_if_asked(self);
    hs_sleep(STEP_NANOSECONDS);
  }
  self->paused = 0;
  hs_put_time(&self->stream, hs_nanoseconds());
}
