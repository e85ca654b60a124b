import type { SiteTable } from '../trace/recording.ts';

/** Collects the sites that probes name; site 0 is "nowhere". */
export class SiteBuilder {
  private code = new Uint32Array(1024);
  private functionIndex = new Uint32Array(1024);
  private pending = new Uint8Array(1024);
  count = 1;

  /** A new site for the instruction at `code`; `pending` statements are not yet in the step counter when it runs. */
  add(code: number, functionIndex: number, pending: number): number {
    if (this.count === this.code.length) this.grow();
    this.code[this.count] = code;
    this.functionIndex[this.count] = functionIndex;
    this.pending[this.count] = pending;
    return this.count++;
  }

  private grow(): void {
    const wider = <T extends Uint32Array | Uint8Array>(from: T, to: T): T => (to.set(from), to);
    this.code = wider(this.code, new Uint32Array(this.count * 2));
    this.functionIndex = wider(this.functionIndex, new Uint32Array(this.count * 2));
    this.pending = wider(this.pending, new Uint8Array(this.count * 2));
  }

  build(): SiteTable {
    return {
      code: this.code.slice(0, this.count),
      functionIndex: this.functionIndex.slice(0, this.count),
      pendingSteps: this.pending.slice(0, this.count),
    };
  }
}
