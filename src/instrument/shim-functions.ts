import type { Module } from '../wasm-binary/module.ts';

/** Indices of the shim's functions that probes call. */
export interface ShimFunctions {
  readonly badLoad: number;
  readonly badStore: number;
  readonly badIndex: number;
  readonly sharedAccess: number;
  readonly dividesByZero: number;
  readonly quotientTooLarge: number;
  readonly memoryCopy: number;
  readonly memoryFill: number;
  readonly stackOverflow: number;
  readonly stackMoved: number;
  readonly stackLeft: number;
  readonly unwound: number;
  readonly tick: number;
  readonly statement: number;
  readonly drain: number;
  readonly uninitialised: number;
  readonly suspect: number;
  readonly libcFrame: number;
  readonly libcLeft: number;
  readonly frameUndefined: number;
  readonly literalLives: number;
  /** clang's layout calls: they need no call site. */
  readonly layoutCalls: ReadonlySet<number>;
  /** The one of them that is told of an array of variable length, or of what alloca() gives; -1: none. */
  readonly allocaCall: number;
}

/** Finds them among the exports; undefined for a module that was linked without the shim. */
export function findShim(module: Module): ShimFunctions | undefined {
  const index = (name: string): number =>
    module.exports.find((e) => e.kind === 0 && e.name === `__heapscope_${name}`)?.index ?? -1;
  const found = {
    badLoad: index('bad_load'),
    badStore: index('bad_store'),
    badIndex: index('bad_index'),
    sharedAccess: index('shared_access'),
    dividesByZero: index('divides_by_zero'),
    quotientTooLarge: index('quotient_too_large'),
    memoryCopy: index('memory_copy'),
    memoryFill: index('memory_fill'),
    stackOverflow: index('stack_overflow'),
    stackMoved: index('stack_moved'),
    stackLeft: index('stack_left'),
    unwound: index('unwound'),
    tick: index('tick'),
    statement: index('statement'),
    drain: index('drain'),
    suspect: index('suspect'),
    uninitialised: index('uninitialised'),
    libcFrame: index('libc_frame'),
    libcLeft: index('libc_left'),
    frameUndefined: index('frame_undefined'),
    literalLives: index('literal_lives'),
  };
  if (Object.values(found).some((i) => i < 0)) return undefined;
  const layoutCalls = new Set<number>();
  let allocaCall = -1;
  for (const [i, name] of module.names.functions) {
    if (/^__asan_(set_shadow|alloca|handle_no|unpoison|poison)/.test(name)) layoutCalls.add(i);
    if (name === '__asan_alloca_poison') allocaCall = i;
  }
  return { ...found, layoutCalls, allocaCall };
}
