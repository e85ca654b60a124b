/**
 * The raw stream that libheapscope.so writes. native/include/heapscope/stream.h is its documentation and says the same to C;
 * a test holds the two equal.
 */
export const STREAM_VERSION = 2;
export const STREAM_MAGIC = 0x53435348;
export const CONTROL_MAGIC = 0x43435348;
export const STREAM_HEADER_BYTES = 4096;
export const STREAM_KIND_BITS = 5;
export const CONTROL_BYTES = 4096;

/** Offsets in a stream's header. */
export const StreamHeader = {
  magic: 0,
  version: 4,
  ringBytes: 8,
  pid: 12,
  image: 16,
  stream: 20,
  started: 28,
  head: 64,
  scannedPointer: 72,
  tail: 128,
} as const;

/** Offsets in the control file. */
export const Control = {
  magic: 0,
  version: 4,
  drainer: 8,
  pulse: 12,
  stop: 16,
  paused: 20,
  steps: 24,
  scan: 28,
  options: 32,
  contents: 36,
  ringBytes: 40,
  unrecorded: 44,
} as const;

export const ControlOption = { continue: 1, noScan: 2, followExec: 4 } as const;

export const StreamKind = {
  image: 1,
  module: 2,
  moduleGone: 3,
  stack: 4,
  thread: 5,
  time: 6,
  after: 7,
  malloc: 8,
  allocate: 9,
  allocateFailed: 10,
  free: 11,
  freeRealloc: 12,
  revived: 13,
  misuse: 14,
  call: 15,
  callBegins: 16,
  sharedBytes: 17,
  scan: 18,
  leak: 19,
  scanned: 20,
  contents: 21,
  exit: 22,
  lost: 23,
  threadEnds: 24,
} as const;
export type StreamKind = (typeof StreamKind)[keyof typeof StreamKind];

export const StreamFlag = { odd: 1, sameStack: 2, sameSize: 4 } as const;

export const ImageStart = { first: 0, fork: 1, exec: 2 } as const;
export type ImageStart = (typeof ImageStart)[keyof typeof ImageStart];

export const Misuse = { doubleFree: 0, interior: 1, stack: 2, global: 3, unknown: 4 } as const;
export type Misuse = (typeof Misuse)[keyof typeof Misuse];

/** As memcheck names them. */
export const LeakKind = { reachable: 0, definite: 1, indirect: 2, possible: 3 } as const;
export type LeakKind = (typeof LeakKind)[keyof typeof LeakKind];

export const ScanReason = { atExit: 0, asked: 1 } as const;
export type ScanReason = (typeof ScanReason)[keyof typeof ScanReason];

export const Loss = {
  noDrainer: 1,
  diskFull: 2,
  noMemory: 3,
  stopped: 4,
  nested: 5,
  deepStack: 6,
  unreachable: 7,
  confined: 8,
} as const;
export type Loss = (typeof Loss)[keyof typeof Loss];

export const NativeCall = {
  mmap: 0,
  munmap: 1,
  mremap: 2,
  shmget: 3,
  shmat: 4,
  shmdt: 5,
  shmctl: 6,
  shm_open: 7,
  shm_unlink: 8,
  fork: 9,
  vfork: 10,
  exec: 11,
  wait: 12,
  sleep: 13,
  sem_init: 14,
  sem_open: 15,
  sem_wait: 16,
  sem_post: 17,
  sem_close: 18,
  sem_unlink: 19,
  sem_destroy: 20,
  semget: 21,
  semop: 22,
  semctl: 23,
  pthread_create: 24,
  pthread_join: 25,
  pthread_exit: 26,
  thread_name: 27,
  kill: 28,
} as const;
export type NativeCall = (typeof NativeCall)[keyof typeof NativeCall];
