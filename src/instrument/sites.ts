import type { SiteTable } from '../trace/recording.ts';

/**
 * The sites that probes name. A site's number is its code offset plus one, so that it is the same however the program is
 * instrumented; 0 is "nowhere".
 */
export class SiteBuilder {
  private readonly code: Uint32Array;
  private readonly functionIndex: Uint32Array;

  constructor(codeBytes: number) {
    this.code = new Uint32Array(codeBytes + 2);
    this.functionIndex = new Uint32Array(codeBytes + 2);
  }

  add(code: number, functionIndex: number): number {
    const site = code + 1;
    this.code[site] = code;
    this.functionIndex[site] = functionIndex;
    return site;
  }

  build(): SiteTable {
    return { code: this.code, functionIndex: this.functionIndex, pendingSteps: new Uint8Array(this.code.length) };
  }
}
