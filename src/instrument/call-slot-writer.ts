/** Writes a function's call slot: what call stacks and frames are read off (`heapscope/layout.h`). */
import { Op } from '../wasm-binary/instructions.ts';
import { Layout, Slot } from './memory-layout.ts';
import { ProbeWriter } from './probe-writer.ts';

/** What a function's probes have to keep up to date. */
export interface FunctionState {
  /** Statements that begin in the function; 0: it leaves the step counter alone. */
  readonly statements: number;
  /** Calls nothing, so that it takes its call slot only when it has something to say. */
  readonly slotOnDemand: boolean;
  readonly entrySite: number;
  /** Of its call slot; undefined where they aren't kept. */
  readonly flags: number | undefined;
  /** Its frame lies below the stack pointer, where the shim's functions would put theirs. */
  readonly inRedZone: boolean;
}

export class CallSlotWriter extends ProbeWriter {
  protected function: FunctionState = {
    statements: 0,
    slotOnDemand: false,
    entrySite: 0,
    inRedZone: false,
    flags: undefined,
  };

  /** The function is at its entry, as far as call stacks go: what follows may say better. */
  showSlot(): void {
    this.atSite(this.function.entrySite);
    this.endSlots();
  }

  /** Notes where this function is, for call stacks. */
  atSite(site: number): void {
    this.get(this.local('slot'));
    this.i32(site);
    this.memory(Op.i32Store, Slot.site, true);
  }

  /** This function's slot is the last: a function that is called takes the one behind it. */
  endSlots(): void {
    this.i32(Layout.STATE_BASE);
    this.get(this.local('slot'));
    this.add(Layout.SLOT_BYTES);
    this.memory(Op.i32Store, Layout.STATE_SLOT, true);
  }

  /** Writes the flags of the function's slot, which `pushSlot` pushes. */
  markSlot(pushSlot: () => void): void {
    if (this.function.flags === undefined) return;
    pushSlot();
    this.i32(this.function.flags);
    this.memory(Op.i32Store, Slot.flags, true);
  }

  /** Around a call in a function that has no slot of its own until then. */
  protected withSlot(emit: () => void): void {
    const move = (bytes: number): void => {
      this.i32(Layout.STATE_BASE);
      this.state(Layout.STATE_SLOT);
      this.add(bytes);
      this.memory(Op.i32Store, Layout.STATE_SLOT, true);
    };
    this.state(Layout.STATE_SLOT);
    this.i32(this.function.entrySite);
    this.memory(Op.i32Store, Slot.site, true);
    this.markSlot(() => this.state(Layout.STATE_SLOT));
    this.state(Layout.STATE_SLOT);
    this.get(this.local('frame'));
    this.memory(Op.i32Store, Slot.frameBase, true);
    move(Layout.SLOT_BYTES);
    emit();
    move(-Layout.SLOT_BYTES);
  }
}
