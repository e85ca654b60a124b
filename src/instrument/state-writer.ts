import { Op } from '../wasm-binary/instructions.ts';
import { KIND_BITS, RecordKind } from '../trace/records.ts';
import { CallSlotWriter, type FunctionState } from './call-slot-writer.ts';
import { Layout, Slot } from './memory-layout.ts';
import type { ShimFunctions } from './shim-functions.ts';

/** A loop lets the host look after at most about this many statements, and now and then even without any. */
const TICK_STEPS = 200_000;

/** Emitted record bytes in straight-line code before the ring must be looked at again. */
export const RING_CHECK_EVERY = 4096;

/** More than a red zone has, with the alignment of its frame (LLVM's WebAssemblyFrameLowering: 128). */
const RED_ZONE_BYTES = 256;

/**
 * Writes a function with its step counter and the ring's position in locals (registers) between calls. What is static is not even
 * added to those until control flow joins: `pending` statements, `ahead` record bytes.
 */
export class StateWriter extends CallSlotWriter {
  /** Record bytes in straight-line code since the ring was last looked at. */
  recordBytes = 0;
  private pending = 0;
  private ahead = 0;

  constructor(
    private readonly shim: ShimFunctions,
    private readonly stackPointer: number,
    /** Statements, calls and stores are recorded. */
    private readonly withRecords: boolean,
  ) {
    super(4096);
  }

  /** Starts a new function; `firstLocal` is the first index after its own locals. */
  beginFunction(firstLocal: number, state: FunctionState): void {
    this.begin(firstLocal);
    this.function = state;
    this.pending = 0;
    this.ahead = 0;
    this.recordBytes = 0;
  }

  /** A statement begins. */
  countStatement(): void {
    this.pending++;
  }

  /** Brings the locals up to date, before control flow splits or joins. */
  flush(): void {
    if (this.pending) {
      this.get(this.local('steps'));
      this.add(this.pending);
      this.set(this.local('steps'));
      this.pending = 0;
    }
    if (this.ahead) {
      this.get(this.local('ring'));
      this.add(this.ahead);
      this.set(this.local('ring'));
      this.ahead = 0;
    }
  }

  /** Writes the locals back to the shim's state; `extra` holds what is still static. */
  writeBack(extraSteps: number, extraBytes: number): void {
    if (this.function.statements > 0) {
      this.i32(Layout.STATE_BASE);
      this.i32(Layout.STATE_BASE);
      this.memory(Op.i64Load, Layout.STATE_STEPS, true);
      this.get(this.local('steps'));
      this.add(extraSteps);
      this.u8(Op.i64ExtendI32S);
      this.u8(Op.i64Add);
      this.memory(Op.i64Store, Layout.STATE_STEPS, true);
      this.i32(-extraSteps);
      this.set(this.local('steps'));
    }
    if (this.withRecords) {
      this.i32(Layout.STATE_BASE);
      this.get(this.local('ring'));
      this.add(extraBytes);
      this.memory(Op.i32Store, Layout.STATE_RING, true);
    }
  }

  /** The shim's state is what it should be: before anything that may call, end or trap. */
  sync(): void {
    this.flush();
    this.writeBack(0, 0);
  }

  /** Control lands here out of a call that wrote the locals back before: what they held is in the state. */
  resumeAfterJump(): void {
    if (this.function.statements === 0) return;
    this.i32(0);
    this.set(this.local('steps'));
  }

  /** After a call: others have written records. */
  loadRing(behind = 0): void {
    this.state(Layout.STATE_RING);
    this.add(-behind);
    this.set(this.local('ring'));
  }

  /** A call on a path that is hardly ever taken; leaves the static counts as they are on the path around it. */
  slowCall(emit: () => void): void {
    this.writeBack(this.pending, this.ahead);
    this.aroundRedZone(() => (this.function.slotOnDemand ? this.withSlot(emit) : (this.showSlot(), emit())));
    if (this.withRecords) this.loadRing(this.ahead);
  }

  /** A call of the shim that leaves the function's frame alone, wherever that is. */
  aroundRedZone(emit: () => void): void {
    if (!this.function.inRedZone) return emit();
    this.moveStackPointer(-RED_ZONE_BYTES);
    emit();
    this.moveStackPointer(RED_ZONE_BYTES);
  }

  private moveStackPointer(bytes: number): void {
    this.u8(Op.globalGet);
    this.u32(this.stackPointer);
    this.add(bytes);
    this.u8(Op.globalSet);
    this.u32(this.stackPointer);
  }

  /** At a function's start. */
  tickIfDue(): void {
    this.stepsReached();
    this.ifUnlikely();
    this.showSlot();
    this.call(this.shim.tick);
    this.end();
  }

  /**
   * At a loop's start: now and then brings the counter up to date and lets the host look. `isCounting`: the local counter tells how long
   * the loop has been going.
   */
  tickInLoop(isCounting: boolean): void {
    if (this.function.statements === 0) return;
    const counter = this.local(isCounting ? 'steps' : 'rounds');
    this.get(counter);
    if (!isCounting) {
      // A round counts as if every statement of the function had run in it.
      this.add(1 + this.function.statements);
      this.tee(counter);
    }
    this.i32(TICK_STEPS);
    this.u8(Op.i32GtS);
    this.ifUnlikely();
    this.slowCall(() => this.call(this.shim.tick));
    if (!isCounting) {
      this.i32(0);
      this.set(counter);
    }
    this.end();
  }

  /** Before a statement: calls the shim if it is the one that the host waits for. */
  chooseIfDue(emit: () => void): void {
    this.sync();
    this.stepsReached(Layout.STATE_CHOOSE_AT);
    this.ifUnlikely();
    this.slowCall(emit);
    this.end();
  }

  /** Before an access: calls the shim after as many of them as the host asked for. */
  countAccess(emit: () => void): void {
    const left = this.local('accesses');
    this.i32(Layout.STATE_BASE);
    this.state(Layout.STATE_ACCESSES_LEFT);
    this.add(-1);
    this.tee(left);
    this.memory(Op.i32Store, Layout.STATE_ACCESSES_LEFT, true);
    this.get(left);
    this.u8(Op.i32Eqz);
    this.if();
    this.slowCall(emit);
    this.end();
  }

  drainIfFull(): void {
    if (!this.withRecords) return;
    this.flush();
    this.get(this.local('ring'));
    this.i32(Layout.RING_SOFT_END);
    this.u8(Op.i32GeU);
    this.ifUnlikely();
    this.slowCall(() => this.call(this.shim.drain));
    this.end();
    this.recordBytes = 0;
  }

  /** Starts a record of this many words: writes its header, and gives its offset from the local `ring`. */
  recordHeader(kind: number, payload: number, words: number): number {
    const at = this.ahead;
    this.get(this.local('ring'));
    this.i32((payload << KIND_BITS) | kind);
    this.memory(Op.i32Store, at, true);
    this.ahead += words * 4;
    this.recordBytes += words * 4;
    return at;
  }

  /** A function is called that writes nothing. */
  recordCall(functionIndex: number): void {
    if (this.recordBytes > RING_CHECK_EVERY) this.drainIfFull();
    this.recordHeader(RecordKind.call, functionIndex, 1);
  }

  /** A function is entered: its frame base is in a local, or the stack pointer where it has no frame. */
  recordEnter(functionIndex: number, frameBase: number | undefined): void {
    this.drainIfFull();
    const record = this.recordHeader(RecordKind.enter, functionIndex, 3);
    this.get(this.local('ring'));
    if (frameBase !== undefined) this.get(frameBase);
    else {
      this.u8(Op.globalGet);
      this.u32(this.stackPointer);
    }
    this.memory(Op.i32Store, record + 4, true);
    this.get(this.local('ring'));
    this.get(this.local('slot'));
    this.add(-Layout.SLOT_BYTES);
    this.memory(Op.i32Load, Slot.site, true);
    this.memory(Op.i32Store, record + 8, true);
  }
}
