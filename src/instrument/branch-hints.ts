import { ByteWriter } from '../wasm-binary/byte-writer.ts';

/** The name of the section (branch hinting proposal, "code metadata"). It must come before the code section. */
const SECTION_NAME = 'metadata.code.branch_hint';
const HINT_BYTES = 1;

/** The way that a branch usually goes. */
export interface BranchHint {
  readonly offset: number;
  readonly isLikely: boolean;
}

/**
 * Tells the engine which way the probes' branches hardly ever go: it then keeps what they do out of the way, and above all
 * doesn't spill registers on the usual path because of a call that isn't on it. Engines that don't know the section pass it over.
 */
export class BranchHints {
  private readonly functions: { readonly index: number; readonly hints: readonly BranchHint[] }[] = [];

  /** Functions in ascending order; offsets from the start of the body (its locals), ascending. */
  add(index: number, hints: readonly BranchHint[]): void {
    if (hints.length > 0) this.functions.push({ index, hints });
  }

  /** The custom section's body, its name included. */
  section(): Uint8Array {
    const out = new ByteWriter();
    out.name(SECTION_NAME);
    out.u32(this.functions.length);
    for (const { index, hints } of this.functions) {
      out.u32(index);
      out.u32(hints.length);
      for (const { offset, isLikely } of hints) {
        out.u32(offset);
        out.u32(HINT_BYTES);
        out.u8(isLikely ? 1 : 0);
      }
    }
    return out.bytes;
  }
}
