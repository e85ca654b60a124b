/*
 * The raw stream: what libheapscope.so writes while a program runs, and a drainer reads. This file is type and
 * documentation; src/native/stream.ts says the same, and a test holds the two equal.
 *
 * A directory (HEAPSCOPE_DIR) holds one control file, which the drainer makes, and the streams:
 *
 *     control                  struct hs_control: the drainer's word to every process
 *     PID-IMAGE-STREAM.hs      a page of struct hs_stream_header, then a ring of ring_bytes
 *
 * IMAGE counts what one pid runs: 0 at first, one more after each exec (and after a pid came round): the first for which there is no stream 0
 * yet. STREAM 0 tells of the process: its modules and its stacks. Every further stream is a thread's (a new thread takes over
 * the stream of one that ended: then a `thread` record comes first). A forked child's are numbered on from its parent's.
 *
 * A ring holds the bytes [tail, head) of its stream, byte n at n % ring_bytes. The writer moves head, never past
 * tail + ring_bytes: it waits for the drainer, which moves tail. Records are published whole. What a stack id refers to
 * is published before the id: who reads streams 1... first and stream 0 last has every stack that they name.
 *
 * A record is a byte, (flags << 5) | kind, and fields:
 *
 *     u    unsigned, LEB128
 *     s    signed, zigzag, LEB128
 *     p    a pointer: s, the difference to the last p of this stream in units of 16 bytes; with HS_FLAG_ODD in bytes
 *     k    a stack: s, the difference to the last k of this stream and this kind of record (0: no stack)
 *     b    u bytes long, then the bytes
 *
 * A process doesn't say that its streams are at their ends (it may be killed): they are once it is gone, or runs another image. Then the
 * drainer removes the files, but keeps the name of stream 0.
 *
 * Every stream starts from zeros. Times are nanoseconds of CLOCK_MONOTONIC.
 */
#ifndef HEAPSCOPE_STREAM_H
#define HEAPSCOPE_STREAM_H

#include <stdint.h>

#define HS_STREAM_VERSION 2
#define HS_STREAM_MAGIC 0x53435348  /* "HSCS" */
#define HS_CONTROL_MAGIC 0x43435348 /* "HSCC" */
#define HS_STREAM_HEADER_BYTES 4096
#define HS_STREAM_KIND_BITS 5

/* Offsets matter: the drainer reads and writes these fields in the file. */
struct hs_stream_header {
  uint32_t magic; /* written last: a header without it isn't ready */
  uint32_t version;
  uint32_t ring_bytes;
  uint32_t pid;
  uint32_t image;
  uint32_t stream;
  uint32_t unused_before;
  /* When the process started, in clock ticks since boot: after an exec the same, not so when a pid came round. */
  uint32_t started;
  uint32_t unused[8];
  uint64_t head;            /* at 64. Bytes written since the beginning */
  uint64_t scanned_pointer; /* the library's own */
  uint64_t unused_head[6];
  uint64_t tail; /* at 128. Bytes read; only the drainer writes it */
};

struct hs_control {
  uint32_t magic;
  uint32_t version;
  uint32_t drainer; /* pid. When it is gone, recording stops */
  /* Changed by the drainer every few milliseconds, and whenever a field below changes: the next event looks. */
  uint32_t pulse;
  uint32_t stop;   /* enum hs_loss: recording stops for this reason; 0: it goes on */
  uint32_t paused; /* 1: allocation events wait, but for `steps` of them */
  uint32_t steps;  /* how many allocation events may still happen while paused; each takes one */
  uint32_t scan;   /* raised by one: every process scans for leaks at its next event */
  /* What follows is set before the first program starts. */
  uint32_t options;    /* bits of enum hs_option */
  uint32_t contents;   /* so many bytes of each live block are recorded at exit */
  uint32_t ring_bytes; /* of each thread's stream: a power of two from 64 KiB on; 0: 256 KiB */
  /* Raised by each process that can make no stream, and so isn't recorded at all: it can say so nowhere else. */
  uint32_t unrecorded;
};

enum hs_option {
  /* A free that is none is left out; else the program aborts there. */
  HS_OPTION_CONTINUE = 1,
  HS_OPTION_NO_SCAN = 2,
  /* Programs that a program executes are recorded too. */
  HS_OPTION_FOLLOW_EXEC = 4,
};

enum hs_stream_kind {
  /* Stream 0. */
  /* A program begins to run here. u time, u enum hs_image_start, u parent's pid, u parent's image, u stacks taken over
   * (a forked child goes on with the stacks 1...n and the modules of its parent), b path, b command line (arguments, each with its zero). */
  HS_KIND_IMAGE = 1,
  /* u load bias, u first address, u end, b path, b build id. */
  HS_KIND_MODULE = 2,
  /* u first address. */
  HS_KIND_MODULE_GONE = 3,
  /* The next stack (numbered from 1): u own number - parent's (parent 0 if that is 0), s return address - that of the stack before.
   * Where a signal interrupted a frame, what stands for its return address is one more than the pc. */
  HS_KIND_STACK = 4,

  /* Streams 1... */
  /* What follows is by this thread. u index in its process (0: main), u tid, u pthread_self(), b name. */
  HS_KIND_THREAD = 5,
  /* u nanoseconds since the last time of this stream. Every few milliseconds, and before each CALL and CALL_BEGINS. */
  HS_KIND_TIME = 6,
  /* What follows happened after another stream's event: u stream, u number of the event (from 1: MALLOC, ALLOCATE, FREE and FREE_REALLOC count). */
  HS_KIND_AFTER = 7,
  /* malloc, the frequent one: u size, p, k. HS_FLAG_SAME_STACK and HS_FLAG_SAME_SIZE (as the last MALLOC's): the field is left out. */
  HS_KIND_MALLOC = 8,
  /* Any other: u enum hs_allocation_op of wasm/include/heapscope/records.h, u size, p, k. */
  HS_KIND_ALLOCATE = 9,
  /* It failed. u op, u size, k. */
  HS_KIND_ALLOCATE_FAILED = 10,
  /* Before the block is really freed. p, k. HS_FLAG_SAME_STACK as above. */
  HS_KIND_FREE = 11,
  /* By realloc: then comes ALLOCATE, or, as it failed, REVIVED. p, k. */
  HS_KIND_FREE_REALLOC = 12,
  /* The block that FREE_REALLOC freed is still there. p. */
  HS_KIND_REVIVED = 13,
  /* A free that is none. u enum hs_misuse, p, k, u address of the block that was freed before or that p lies in (0: none), u its size. */
  HS_KIND_MISUSE = 14,
  /* A call of the table below. u enum hs_call, k, s result, u errno (0: none), u n, n times s argument, b text. */
  HS_KIND_CALL = 15,
  /* One that may wait begins. u enum hs_call, k, u n, n times s argument. */
  HS_KIND_CALL_BEGINS = 16,
  /* Bytes of a shared mapping are not what they were. u address, b the new ones. Between CALL_BEGINS and its CALL: another thread wrote them. */
  HS_KIND_SHARED_BYTES = 17,
  /* A leak scan of all live blocks of this process. u number of it (from 1), u enum hs_scan_reason. Then LEAKs and CONTENTS of it, then SCANNED. */
  HS_KIND_SCAN = 18,
  /* A live block that isn't reachable. u enum hs_leak, p, u size. */
  HS_KIND_LEAK = 19,
  /* u blocks and u bytes of each enum hs_leak in turn, reachable first. */
  HS_KIND_SCANNED = 20,
  /* What is at the beginning of a live block. p, b. */
  HS_KIND_CONTENTS = 21,
  /* The process ends. u status. */
  HS_KIND_EXIT = 22,
  /* Something is not in the recording. u enum hs_loss, u how often. */
  HS_KIND_LOST = 23,
  /* The thread ends. */
  HS_KIND_THREAD_ENDS = 24,
};

enum hs_stream_flag { HS_FLAG_ODD = 1, HS_FLAG_SAME_STACK = 2, HS_FLAG_SAME_SIZE = 4 };

enum hs_image_start { HS_START_FIRST = 0, HS_START_FORK = 1, HS_START_EXEC = 2 };

enum hs_misuse {
  HS_MISUSE_DOUBLE_FREE = 0,
  /* Not the start of a block: inside one. */
  HS_MISUSE_INTERIOR = 1,
  /* On a stack. */
  HS_MISUSE_STACK = 2,
  /* In a module's data. */
  HS_MISUSE_GLOBAL = 3,
  HS_MISUSE_UNKNOWN = 4,
};

enum hs_leak { HS_LEAK_REACHABLE = 0, HS_LEAK_DEFINITE = 1, HS_LEAK_INDIRECT = 2, HS_LEAK_POSSIBLE = 3 };

enum hs_scan_reason { HS_SCAN_AT_EXIT = 0, HS_SCAN_ASKED = 1 };

enum hs_loss {
  /* The drainer went away, or didn't read for long. */
  HS_LOSS_NO_DRAINER = 1,
  /* No room for the recording. */
  HS_LOSS_DISK_FULL = 2,
  /* No memory for the recorder's own tables. */
  HS_LOSS_NO_MEMORY = 3,
  /* The user ended it. */
  HS_LOSS_STOPPED = 4,
  /* Events in a signal handler that came in the middle of another event. */
  HS_LOSS_NESTED = 5,
  /* Stacks deeper than the recorder follows: their outer frames are missing. */
  HS_LOSS_DEEP_STACK = 6,
  /* The program has become another user, or has another root directory: it can't make files of the recording any more. */
  HS_LOSS_UNREACHABLE = 7,
  /* The program forbids itself system calls (seccomp), and would be killed by the recorder's. */
  HS_LOSS_CONFINED = 8,
};

/* With each, the arguments of its CALL: of a function that returns nothing, or what it returns for success, the result is 0. */
enum hs_call {
  HS_CALL_MMAP =
      0, /* address asked for, bytes, protection, flags, fd, offset; of a shared file also device, inode. Result: the address */
  HS_CALL_MUNMAP = 1,       /* address, bytes */
  HS_CALL_MREMAP = 2,       /* old address, old bytes, new bytes, flags. Result: the address */
  HS_CALL_SHMGET = 3,       /* key, bytes, flags. Result: the id */
  HS_CALL_SHMAT = 4,        /* id, address asked for, flags, bytes of the segment. Result: the address */
  HS_CALL_SHMDT = 5,        /* address */
  HS_CALL_SHMCTL = 6,       /* id, command */
  HS_CALL_SHM_OPEN = 7,     /* flags, mode; name. Result: the fd */
  HS_CALL_SHM_UNLINK = 8,   /* none; name */
  HS_CALL_FORK = 9,         /* none. Result: the child's pid, or 0 in it */
  HS_CALL_VFORK = 10,       /* none; only its beginning is told */
  HS_CALL_EXEC = 11,        /* none; path. Its beginning is told, and the call only when it fails */
  HS_CALL_WAIT = 12,        /* pid or -1, options, status. Result: a pid */
  HS_CALL_SLEEP = 13,       /* nanoseconds asked for */
  HS_CALL_SEM_INIT = 14,    /* address, shared, value */
  HS_CALL_SEM_OPEN = 15,    /* flags, value; name. Result: the address */
  HS_CALL_SEM_WAIT = 16,    /* address, value afterwards (-1: not known). Of sem_trywait and sem_timedwait as well */
  HS_CALL_SEM_POST = 17,    /* address, value afterwards */
  HS_CALL_SEM_CLOSE = 18,   /* address */
  HS_CALL_SEM_UNLINK = 19,  /* none; name */
  HS_CALL_SEM_DESTROY = 20, /* address */
  HS_CALL_SEMGET = 21,      /* key, number of semaphores, flags. Result: the id */
  HS_CALL_SEMOP =
      22, /* id, then of each operation: semaphore, what is added, flags, value afterwards (-1: not known) */
  HS_CALL_SEMCTL = 23,         /* id, semaphore, command, value or address */
  HS_CALL_PTHREAD_CREATE = 24, /* the new thread's pthread_t, function */
  HS_CALL_PTHREAD_JOIN = 25,   /* pthread_t */
  HS_CALL_PTHREAD_EXIT = 26,   /* none; only its beginning is told */
  HS_CALL_THREAD_NAME = 27,    /* pthread_t; name */
  HS_CALL_KILL = 28,           /* pid, signal */
};

#endif
