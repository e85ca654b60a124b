import { closeSync, openSync, readSync } from 'node:fs';
import type { ReadBytes } from '../../native/elf.ts';

/** Calls `work` with what reads of a file; undefined if the file can't be opened. */
export function withFile<T>(file: string, work: (read: ReadBytes) => T): T | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return undefined;
  }
  try {
    return work((offset, length) => {
      const bytes = new Uint8Array(Math.min(length, MOST_BYTES));
      try {
        return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
      } catch {
        return new Uint8Array(0);
      }
    });
  } finally {
    closeSync(descriptor);
  }
}

/** A larger symbol table is damage. */
const MOST_BYTES = 512 * 2 ** 20;
