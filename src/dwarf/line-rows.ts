import type { LineTable } from './debug-info.ts';

interface Sequence {
  /** Rows [first, end). */
  readonly first: number;
  readonly end: number;
}

/** Collects rows of line tables as they come, and puts their sequences in the order of their addresses. */
export class LineRows {
  length = 0;
  private address = new Uint32Array(1024);
  private file = new Uint16Array(1024);
  private line = new Uint32Array(1024);
  private column = new Uint16Array(1024);
  private flags = new Uint8Array(1024);
  private readonly sequences: Sequence[] = [];

  push(address: number, file: number, line: number, column: number, flags: number): void {
    if (this.length === this.address.length) this.grow();
    const row = this.length++;
    this.address[row] = address;
    this.file[row] = file;
    this.line[row] = line;
    this.column[row] = Math.min(column, 0xffff);
    this.flags[row] = flags;
  }

  addressAt(row: number): number {
    return this.address[row] as number;
  }

  /** The rows since `first` are a sequence: ascending, and complete. */
  keepSequence(first: number): void {
    if (this.length > first) this.sequences.push({ first, end: this.length });
  }

  dropRows(first: number): void {
    this.length = first;
  }

  private grow(): void {
    const size = this.address.length * 2;
    const into = <T extends { set(from: T): void }>(target: T, from: T): T => {
      target.set(from);
      return target;
    };
    this.address = into(new Uint32Array(size), this.address);
    this.file = into(new Uint16Array(size), this.file);
    this.line = into(new Uint32Array(size), this.line);
    this.column = into(new Uint16Array(size), this.column);
    this.flags = into(new Uint8Array(size), this.flags);
  }

  /** The whole table, ascending. Of sequences that overlap, only the first stays. */
  finish(): LineTable {
    const low = (sequence: Sequence) => this.addressAt(sequence.first);
    const kept: Sequence[] = [];
    let covered = 0;
    for (const sequence of this.sequences.sort((a, b) => low(a) - low(b))) {
      if (low(sequence) < covered) continue;
      covered = this.addressAt(sequence.end - 1);
      kept.push(sequence);
    }
    const rows = kept.reduce((sum, { first, end }) => sum + end - first, 0);
    const table = {
      address: new Uint32Array(rows),
      file: new Uint16Array(rows),
      line: new Uint32Array(rows),
      column: new Uint16Array(rows),
      flags: new Uint8Array(rows),
    };
    let at = 0;
    for (const { first, end } of kept) {
      table.address.set(this.address.subarray(first, end), at);
      table.file.set(this.file.subarray(first, end), at);
      table.line.set(this.line.subarray(first, end), at);
      table.column.set(this.column.subarray(first, end), at);
      table.flags.set(this.flags.subarray(first, end), at);
      at += end - first;
    }
    return table;
  }
}
