import type { FileLiterals } from '../wasm-binary/literal-blocks.ts';
import type { Module } from '../wasm-binary/module.ts';
import type { CallAdapters } from './call-adapters.ts';
import type { Frame, FrameAnalysis } from './frame-analysis.ts';
import type { FollowedFunctions } from './followed-functions.ts';
import type { FrameSlots } from './frame-slots.ts';
import type { FunctionRole } from './function-roles.ts';
import { isPrecise, type InstrumentOptions } from './options.ts';
import type { ProgramObject, ProgramObjects } from './program-objects.ts';
import type { QuietFunctions } from './quiet-functions.ts';
import type { ShimFunctions } from './shim-functions.ts';
import type { SiteBuilder } from './sites.ts';

/** The stack's bounds and the module-wide facts that every function's probes need. */
export interface RewriteContext {
  readonly module: Module;
  readonly options: InstrumentOptions;
  readonly shim: ShimFunctions;
  readonly sites: SiteBuilder;
  readonly roles: readonly FunctionRole[];
  /** The program has handlers of signals, or may have. */
  readonly handlesSignals: boolean;
  /** ... and a stack of its own for those of them that run when the usual one is full. */
  readonly hasSignalStack: boolean;
  readonly stackPointer: number;
  readonly stackHigh: number;
  /** Globals lie in [globalBase, heapBase). */
  readonly globalBase: number;
  readonly heapBase: number;
  /** Code offsets at which statements begin, ascending. */
  readonly statements: Uint32Array;
  readonly callAdapters: CallAdapters;
  readonly followed: FollowedFunctions;
  readonly quiet: QuietFunctions;
  /** In a window: the function writes no records, whoever calls it tells of it. */
  readonly isToldByCaller: (functionIndex: number) => boolean;
  readonly objects: ProgramObjects;
  readonly literals: readonly FileLiterals[];
  /** Index of the global `__tls_base`, or -1. */
  readonly threadLocals: number;
  /** A block type for a function type's results (no parameters). */
  blockType(typeIndex: number): number;
}

const NOT_ANALYSED: FrameAnalysis = {
  frame: undefined,
  accesses: [],
  accessOpcodes: [],
  isLeaf: false,
  movesStack: false,
  assignments: new Uint16Array(0),
};

/** The function that is being rewritten, for all who write its probes. */
export class FunctionScope {
  index = 0;
  role: FunctionRole = 'user';
  analysis: FrameAnalysis = NOT_ANALYSED;
  /** By ordinal of the function's loads and stores: the variable that it must lie in, where that isn't plain. */
  indexed: readonly (ProgramObject | undefined)[] = [];
  /** Parts of the frame, if nobody else can reach it. */
  slots: FrameSlots | undefined;
  /** Those whose undefined bits are in wasm locals; undefined: they are in memory. */
  bitSlots: FrameSlots | undefined;
  /** The function's values are followed bit by bit. */
  isFollowed = false;
  /** The wasm local with the probes' own copy of the frame base, once there is one. */
  frameBase = -1;

  constructor(readonly context: RewriteContext) {}

  enter(index: number, role: FunctionRole): void {
    this.index = index;
    this.role = role;
    this.analysis = NOT_ANALYSED;
    this.indexed = [];
    this.frameBase = -1;
    this.slots = undefined;
    this.bitSlots = undefined;
    this.isFollowed = isPrecise(this.context.options.density) && this.context.followed.has(index);
  }

  get frame(): Frame | undefined {
    return this.analysis.frame;
  }

  /** The site of the instruction at this offset. */
  site(start: number): number {
    return this.context.sites.add(start - this.context.module.codeStart, this.index);
  }
}
