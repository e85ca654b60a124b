/** The calls in progress, in columns, as records of calls and returns make them. */
import type { SiteTable, SnapshotFrame } from '../trace/recording.ts';

const FIELDS = 4;

export class FrameStack {
  #depth = 0;
  /** Function index, frame base, call site, last statement; outermost first. */
  #fields = new Uint32Array(FIELDS * 64);

  constructor(readonly sites: SiteTable) {}

  get depth(): number {
    return this.#depth;
  }

  /** A frame, also one that has just been left. */
  at(index: number): SnapshotFrame {
    const from = index * FIELDS;
    const [functionIndex, frameBase, callSite, statement] = this.#fields.subarray(from, from + FIELDS);
    return { functionIndex: functionIndex!, frameBase: frameBase!, callSite: callSite!, statement: statement! };
  }

  all(): SnapshotFrame[] {
    return Array.from({ length: this.#depth }, (_, index) => this.at(index));
  }

  enter(functionIndex: number, frameBase: number, callSite: number): void {
    const from = this.#depth++ * FIELDS;
    if (from === this.#fields.length) {
      const larger = new Uint32Array(from * 2);
      larger.set(this.#fields);
      this.#fields = larger;
    }
    const fields = this.#fields;
    fields[from] = functionIndex;
    fields[from + 1] = frameBase;
    fields[from + 2] = callSite;
    fields[from + 3] = 0;
  }

  /**
   * The function's innermost frame returns, and with it those inside it (longjmp, exit); nothing if it has none. The frames
   * left are those from the new depth to the old one. Function 0, which is none of the program's, stands for the innermost one.
   */
  leave(functionIndex: number): void {
    const index = functionIndex === 0 ? this.#depth - 1 : this.#innermostOf(functionIndex);
    if (index >= 0) this.#depth = index;
  }

  /** Before a statement of a site's function: frames inside that function's were left without a word (longjmp). */
  unwindTo(site: number): void {
    const functionIndex = this.sites.functionIndex[site];
    if (functionIndex === undefined || this.#fields[(this.#depth - 1) * FIELDS] === functionIndex) return;
    const index = this.#innermostOf(functionIndex);
    if (index >= 0) this.#depth = index + 1;
  }

  /** The innermost frame is at a statement. */
  begin(site: number): void {
    if (this.#depth > 0) this.#fields[this.#depth * FIELDS - 1] = site;
  }

  /** A copy, for `load`. */
  save(): Uint32Array {
    return this.#fields.slice(0, this.#depth * FIELDS);
  }

  load(saved: Uint32Array): void {
    if (saved.length > this.#fields.length) this.#fields = new Uint32Array(saved.length * 2);
    this.#fields.set(saved);
    this.#depth = saved.length / FIELDS;
  }

  #innermostOf(functionIndex: number): number {
    let index = this.#depth - 1;
    while (index >= 0 && this.#fields[index * FIELDS] !== functionIndex) index--;
    return index;
  }
}
