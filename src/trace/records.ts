/**
 * The records that a traced program writes, in the order in which things happened.
 *
 * A chunk is a run of 32-bit little-endian words. A record is a header word and a number of words that its kind fixes
 * (or, for `bulk`, `output`, `input` and `detail`, that its own length word gives):
 *
 *     header:  31............5 4....0
 *              |   payload   | kind |
 *
 * Probes in the instrumented program and the shim (C) write them into a ring in linear memory; the host appends its own
 * (`output`, `input`, ...) to the same stream. `wasm/include/heapscope/records.h` says the same to C; a test holds the two equal.
 * Words named `lo hi` are a 64-bit step index. Data bytes are padded with zeros to a whole word.
 *
 * Survey chunks hold only the kinds marked S; window chunks hold all.
 */
export const RecordKind = {
  /** A statement begins. payload: site. */
  step: 0,
  /** A store. payload: site; words: address, old XOR new (1, 1, 1, 2 or 4 words by size). */
  store1: 1,
  store2: 2,
  store4: 3,
  store8: 4,
  store16: 5,
  /** Several bytes written at once (memory.copy, memset, realloc's copy, a system call). payload: site; words: address, n, ceil(n/4) words of old XOR new. */
  bulk: 6,
  /** A function is entered. payload: function index; words: frame base, call site (0: called by the runtime). */
  enter: 7,
  /** A function returns. payload: function index; 0: the innermost one, which a longjmp leaves. */
  leave: 8,
  /** S. A node of the call-stack tree, numbered from 1 in order. payload: call site; words: parent stack. */
  stack: 9,
  /** S. An allocation succeeded (address not 0) or failed. payload: AllocationOp; words: id (0: failed), address, size, stack, lo, hi. */
  allocate: 10,
  /** S. A block was freed. payload: AllocationOp (free or realloc); words: id, address, stack, lo, hi. */
  free: 11,
  /** S. A misuse. payload: FindingKind; words: address, size, flags (FindingFlag), block id (0: none), stack, site, lo, hi. */
  finding: 12,
  /** Shadow state changed for a reason that other records don't imply. payload: ShadowState; words: address, n. */
  shadow: 13,
  /** S. Bytes the program wrote to a file descriptor. payload: descriptor; words: n, lo, hi, bytes. */
  output: 14,
  /** S. Bytes the program read from standard input. words: n, lo, hi, bytes. */
  input: 15,
  /** S. A system call. payload: SystemCall number (index in SYSTEM_CALLS); words: errno, stack, lo, hi. */
  systemCall: 16,
  /** S. Progress: the step counter when the host looked. words: lo, hi. */
  progress: 17,
  /**
   * S. Which task the records that follow come from. payload: process index (0: the first, then in order of creation); words: thread
   * index in that process (0: the one that runs main). A chunk without one is all from `Chunk.process`, thread 0; one that goes on
   * with another thread begins with this. The switch was at the step that the last record before it told which tells one:
   * so an event (`blocked`, `preempted`, `exited`, ...) or `progress` comes before a switch.
   */
  process: 18,
  /** S. What happened in the system around the program. payload: SystemEvent; words: a, b, c (see there), stack, lo, hi. */
  system: 19,
  /** S. More about findings. payload: DetailKind or NativeDetail; words: n, n bytes as the kind says. */
  detail: 20,
  /** A load from a segment that several processes may have mapped. payload: site; words: address, n. */
  sharedRead: 21,
  /**
   * S. For programs with more than 32 bits of addresses. words: high 32 bits of addresses, high 32 bits of sizes. They hold for the
   * `allocate`, `malloc`, `finding` and `system` records that follow in the chunk (there of b and c), until the next of these; a chunk begins with 0 and 0.
   */
  wide: 22,
  /** S. An `allocate` by malloc of the block with the next id, at the step after the last one told. payload: stack; words: address, size. */
  malloc: 23,
  /** S. A `free` by free(), at the step after the last one told. payload: stack; words: id. */
  quickFree: 24,
  /** A function was called that has written nothing and has returned: in the place of `enter` and `leave`. payload: function index. */
  call: 25,
} as const;
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

export const KIND_BITS = 5;
export const KIND_MASK = (1 << KIND_BITS) - 1;

/** What a `detail` record holds, in 32-bit words unless it says otherwise. */
export const DetailKind = {
  /** Findings that were counted and not recorded: FindingKind, site, stack (0: any), how many. */
  repeats: 0,
  /** Of the finding just before: site and frame base of the program's innermost frame, the same of the one that the address is in or was (0: none), and the first one's bytes. */
  frame: 1,
  /** An allocation was made to fail as the host had asked: number of the attempt, size, stack, lo, hi. */
  injectedFailure: 2,
  /** Of the finding just before: what happened, in UTF-8. */
  text: 3,
  /** Where the undefined value of a finding came from: the finding's position among all, OriginKind, then as that says. */
  origin: 4,
  /** Of the finding just before, a full stack: how many calls were in progress. */
  depth: 5,
  /**
   * Of the finding just before: the variable that the access was meant for, by its address (of a thread-local one the first thread's),
   * and how far from there the access was.
   */
  object: 6,
  /**
   * Of the finding just before: what it is about lies below a frame, as arrays of variable length do. Site and base of that frame,
   * address and size of the object, and the frame's first bytes.
   */
  belowFrame: 7,
} as const;
/**
 * Kinds of `detail` that only recordings of native programs have: what was seen of their memory, and their own names. They are of the task
 * whose records these are. Who doesn't know one skips it.
 */
export const NativeDetail = {
  /** Bytes of a shared segment are not what they were: segment, offset, lo, hi (step), then the new bytes. The task wrote them. */
  segmentBytes: 16,
  /** What a live block begins with, as a leak scan found it: block id, lo, hi (step), then the bytes. */
  blockContents: 17,
  /** What the thread is called; thread 0's is the program's. UTF-8. */
  taskName: 18,
  /** A leak scan of the process: its leak findings before this one's don't hold any more. No bytes. */
  leakScan: 19,
} as const;
export type NativeDetail = (typeof NativeDetail)[keyof typeof NativeDetail];

export const OriginKind = {
  /** A block that was allocated: its id (the first one's of that stack), 0. */
  block: 0,
  /** A variable without a value: a site of its function, its offset in the frame. */
  frame: 1,
  /** Memory that a function took below its frame (alloca(), an array of variable length): the site where it did, how many bytes it had the first time. */
  belowFrame: 2,
} as const;

export type DetailKind = (typeof DetailKind)[keyof typeof DetailKind];

/** Number of words of each fixed-size record, header included; 0 where the record says it itself. */
export const RECORD_WORDS: readonly number[] = [
  1, 3, 3, 3, 4, 6, 0, 3, 1, 2, 7, 6, 9, 3, 0, 0, 5, 3, 2, 7, 0, 3, 3, 3, 2, 1,
];

/** Index of the word that holds a byte count, for records of variable size, and number of words before the bytes. */
export const VARIABLE_RECORDS: Readonly<Record<number, { readonly lengthWord: number; readonly headWords: number }>> = {
  [RecordKind.bulk]: { lengthWord: 2, headWords: 3 },
  [RecordKind.output]: { lengthWord: 1, headWords: 4 },
  [RecordKind.input]: { lengthWord: 1, headWords: 4 },
  [RecordKind.detail]: { lengthWord: 1, headWords: 2 },
};

/**
 * Steps, stacks (nodes of the call-stack tree) and allocation ids are numbered for the whole system: whichever process runs goes on
 * with the numbers of the one before, so that none of them means two things. A child starts with copies of its parent's
 * blocks under their own ids: a `free` from a process that didn't allocate the block, or that was forked before it was
 * freed, is one of that process's copy only.
 *
 * Bytes of a shared segment are one for all processes that have it mapped: a store into a mapping is old XOR new of the
 * segment and changes what the others see, so that copying them into a process that goes on leaves no records. A mapping
 * covers whole pages (`PAGE_BYTES`), and of shared ones begins at the start of its segment.
 *
 * "Index" is a process's index as in `process` records, "pid" what the program sees. Segments, semaphores, pipes and other
 * objects have ids of their own, from 1, in one row.
 */
export const SystemEvent = {
  /** fork succeeded, in the parent. a: child's index, b: child's pid, c: parent's pid. The child's memory is the parent's now. */
  processCreated: 0,
  /** The process ended. a: status as wait() gives it, b: its pid, c: 1 if a child or the parent's wait is still to come (zombie). */
  exited: 1,
  /** wait() took a child's status. a: child's index, b: child's pid, c: status. */
  reaped: 2,
  /** The task can't go on. a: WaitReason, b: object id (or pid, thread index, by the reason), c: more, by the reason. */
  blocked: 3,
  /** The task can go on. a: WaitReason of what it waited for, b: object id. */
  woken: 4,
  /** a: signal, b: pid of the receiver, c: index of the receiver. */
  signalSent: 5,
  /** In the receiver. a: signal, b: SignalAction. */
  signalDelivered: 6,
  /** a: segment id, b: bytes, c: SegmentKind. */
  segmentCreated: 7,
  /**
   * Mapped into this process. a: segment id, b: address, c: bytes. `bulk` and `shadow` records before it say what the process's
   * memory holds there now: of a shared mapping, the segment's bytes.
   */
  segmentAttached: 8,
  /** Unmapped from this process. a: segment id, b: address, c: bytes. `shadow` records say so too. Not recorded when a process ends. */
  segmentDetached: 9,
  /** Nobody can attach it any more. a: segment id. */
  segmentRemoved: 10,
  /** The run ended and the segment is still there. a: segment id, b: bytes. */
  segmentLeft: 11,
  /** a: object id, b: new value, c: value before. Creation sets it from -1. */
  semaphoreChanged: 12,
  /** Everybody waited, and time went on. a, b: nanoseconds since the start of the run (low, high). */
  clockAdvanced: 13,
  /** a: new thread's index, b: how far from its creator's its thread-local variables are (0: there are none). */
  threadCreated: 14,
  /** a: its result. */
  threadExited: 15,
  /** a: index of the thread that was joined. */
  threadJoined: 16,
  /** a: object id, b: descriptor to read from, c: descriptor to write to. */
  pipeCreated: 17,
  /** fork failed with EAGAIN. a: the most processes that there may be. */
  forkRefused: 18,
  /** The parent ended first. a: index of the process that has no parent now. */
  orphaned: 19,
  /** A child's status that nobody waited for. a: child's index, b: its pid. Recorded when the parent ends. */
  zombieLeft: 20,
  /** The scheduler took the processor away from a task that could have gone on. */
  preempted: 21,
  /** A message queue was made, or a message came in or was taken. a: object id, b: messages in it now (-1: it was removed), c: before (-1: it was made). */
  queueChanged: 22,
} as const;
export type SystemEvent = (typeof SystemEvent)[keyof typeof SystemEvent];

/** In the flags of a leak finding: nobody removed a segment, which is not one of the kinds of lost blocks (1 to 4). Its size is the segment's. */
export const SHARED_SEGMENT_LEFT = 5;

/** What a task waits for. The comment says what b and c of its `blocked` event hold. */
export const WaitReason = {
  /** The time. b, c: nanoseconds since the start of the run at which it goes on (low, high). */
  sleep: 0,
  /** A child's end. b: its pid, or 0 for any. */
  child: 1,
  /** Bytes in a pipe. b: its id. */
  pipeData: 2,
  /** Room in a pipe. b: its id. */
  pipeRoom: 3,
  /** b: id. c: how much it must have. */
  semaphore: 4,
  /** A mutex. b: id, c: index of the owner (a process's, or a thread's of the same process). */
  lock: 5,
  /** A condition variable. b: id. */
  condition: 6,
  /** Any signal. */
  signal: 7,
  /** A thread's end. b: its index. */
  thread: 8,
  /** Standard input. */
  input: 9,
  /** A barrier. b: id. */
  barrier: 10,
  /** A message. b: id of the queue. */
  message: 11,
  /** The child of vfork: until it ends. b: its pid. */
  vfork: 12,
} as const;
export type WaitReason = (typeof WaitReason)[keyof typeof WaitReason];

export const SegmentKind = {
  anonymous: 0,
  file: 1,
  systemV: 2,
  posix: 3,
  privateAnonymous: 4,
  privateFile: 5,
} as const;
export type SegmentKind = (typeof SegmentKind)[keyof typeof SegmentKind];

export const SignalAction = { ended: 0, handled: 1, ignored: 2, stopped: 3, continued: 4 } as const;
export type SignalAction = (typeof SignalAction)[keyof typeof SignalAction];

/** Which function of the malloc family did it (low 8 bits), and whether libc itself asked (bit 8). */
export const AllocationOp = {
  malloc: 0,
  calloc: 1,
  realloc: 2,
  reallocarray: 3,
  aligned_alloc: 4,
  posix_memalign: 5,
  memalign: 6,
  valloc: 7,
  free: 8,
  pvalloc: 9,
} as const;
export type AllocationOp = (typeof AllocationOp)[keyof typeof AllocationOp];
export const ALLOCATION_BY_LIBC = 0x100;

/**
 * Shadow memory: one byte per byte of program memory. Bit 0: a load is fine (addressable, readable and defined).
 * Bit 7: a store is fine. Neither: not addressable, and the other bits say why; an untouched shadow byte is `unallocated`.
 *
 * The 16 bytes before a block's payload are its header redzone: the last one is `heapHeader` or `heapHeaderFreed`, the
 * fifteen before carry data of the shim (six bits each, bits 1 to 6). In freed memory it keeps data too (wasm/include/heapscope/heap.h).
 */
export const ShadowState = {
  defined: 0xff,
  undefined: 0xfe,
  /** Defined, but a store is an error (string literals, const data). */
  readOnly: 0x7f,
  /** Never given out by the allocator, or given back to it. */
  unallocated: 0x00,
  freed: 0x02,
  heapRedzone: 0x04,
  heapHeader: 0x06,
  heapHeaderFreed: 0x08,
  stackRedzone: 0x0a,
  globalRedzone: 0x0c,
  /** A variable whose scope ended. */
  afterScope: 0x0e,
  /** The same where there was a value, which the bytes still hold. Not in records: who replays them sets it. */
  afterScopeWritten: 0x1e,
  /** Stack below the live frames. */
  afterReturn: 0x10,
  nullPage: 0x12,
  /** The shim's own. */
  reserved: 0x14,
  unmapped: 0x16,
  /** Mapped and shared, while the schedule wants to know of each access: both a load and a store are fine. */
  shared: 0x1a,
  /** The last of 16 bytes in which the shim keeps data of a free chunk. */
  heapFree: 0x1c,
  /** The first byte of a returned frame whose address was about; the five after it name the function (`FrameProbes`). */
  afterReturnMark: 0x18,
} as const;

/** Where a variable was. */
export const AFTER_LIFE: ReadonlySet<number> = new Set([
  ShadowState.afterScope,
  ShadowState.afterScopeWritten,
  ShadowState.afterReturn,
]);

export const FindingKind = {
  doubleFree: 0,
  invalidFree: 1,
  useAfterFree: 2,
  useAfterReturn: 3,
  useAfterScope: 4,
  heapBufferOverflow: 5,
  heapBufferUnderflow: 6,
  stackBufferOverflow: 7,
  globalBufferOverflow: 8,
  uninitialisedRead: 9,
  nullDereference: 10,
  stackOverflow: 11,
  overlappingMemcpy: 12,
  badMallocSize: 13,
  divisionByZero: 14,
  outOfMemory: 15,
  deadlock: 16,
  trap: 17,
  leak: 18,
  undefinedBehaviour: 19,
} as const;
export type FindingKind = (typeof FindingKind)[keyof typeof FindingKind];
export const FindingFlag = {
  write: 1,
  read: 2,
  /** The access touched the last bytes of more than one state. */ partial: 4,
  /** The block had been freed by then. Not in records: their order says it, and who reads them sets it. */ freed: 8,
} as const;
