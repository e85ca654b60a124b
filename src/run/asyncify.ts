/**
 * Makes the calls of a program suspendable, by Binaryen's Asyncify pass: a program with several tasks runs until one has to wait, is
 * unwound there, and rewound when it may go on. Applied after the probes, which keep their site numbers in constants.
 */
import type { Module } from '../wasm-binary/module.ts';
import type { Suspension } from './prepare.ts';

/** Imports of heapscope_system that make another task. A program without them has nobody to wait for. */
const MAKES_TASKS = new Set(['fork', 'thread_create']);
export const SYSTEM_MODULE = 'heapscope_system';
export const WASI_MODULE = 'wasi_snapshot_preview1';

/** Imports of heapscope_system that come back at once, always. */
const NEVER_WAITS = new Set(
  (
    'kill thread_kill take_signal pending_signals timer getpid getppid getpgid getsid setpgid setsid pipe dup dup2 mmap munmap mprotect msync shmget shmat shmdt shmctl sem_create sem_open sem_unlink sem_value ' +
    'thread_create thread_exit thread_joined thread_lives thread_wake semget semctl ' +
    'msgget msgctl mq_open mq_close mq_unlink mq_attributes mq_notify'
  ).split(' '),
);
/** WASI calls that may have to wait, but for those on descriptors where there are no pipes. */
const WAITS = ['sched_yield', 'poll_oneoff', 'fd_read'];

export function makesTasks({ imports }: Module): boolean {
  return imports.some(({ module, name }) => module === SYSTEM_MODULE && MAKES_TASKS.has(name));
}

export function makesThreads({ imports }: Module): boolean {
  return imports.some(({ module, name }) => module === SYSTEM_MODULE && name === 'thread_create');
}

/** The bytes of the module with its calls suspendable at these imports ("module.name"). Indices of functions stay as they are. */
export async function asyncify(wasm: Uint8Array, waiting: ReadonlySet<string>): Promise<Uint8Array> {
  const { default: binaryen } = await import('binaryen');
  const {
    BulkMemory,
    SignExt,
    MutableGlobals,
    NontrappingFPToInt,
    ReferenceTypes,
    Multivalue,
    BulkMemoryOpt,
    Atomics,
  } = binaryen.Features;
  const module = binaryen.readBinary(wasm);
  try {
    // With all features on, Binaryen writes what Node 20 doesn't read.
    module.setFeatures(
      BulkMemory |
        SignExt |
        MutableGlobals |
        NontrappingFPToInt |
        ReferenceTypes |
        Multivalue |
        BulkMemoryOpt |
        Atomics |
        binaryen.Features.CallIndirectOverlong,
    );
    binaryen.setOptimizeLevel(0);
    binaryen.setShrinkLevel(0);
    binaryen.setPassArgument('asyncify-imports', [...waiting].join());
    module.runPasses(['asyncify']);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** Imports in which a task may wait, or be told of a signal, as "module.name". */
export function waitingImports({ imports }: Module, suspension: Suspension): ReadonlySet<string> {
  const system = imports.filter(({ module }) => module === SYSTEM_MODULE).map(({ name }) => name);
  const calls = system.includes('pipe') ? [...WAITS, 'fd_write'] : WAITS;
  return new Set([
    'heapscope.tick',
    ...(suspension === 'accesses' ? ['heapscope.access'] : []),
    ...(suspension === 'statements' ? ['heapscope.choose'] : []),
    ...system.filter((name) => !NEVER_WAITS.has(name)).map((name) => `${SYSTEM_MODULE}.${name}`),
    ...calls.map((name) => `${WASI_MODULE}.${name}`),
  ]);
}
