import type { DebugProblem } from './debug-info.ts';
import { ByteReader, decodeText } from './byte-reader.ts';
import { DwarfError } from './dwarf-error.ts';

export interface DebugSections {
  /** Contents of the custom section with this name; empty if there is none. Views into the module. */
  get(name: string): Uint8Array;
  /** Size of the code section's contents: every code offset is below it. 0 if there is no code. */
  readonly codeSize: number;
}

const CUSTOM = 0;
const CODE = 10;

/**
 * Finds the DWARF custom sections of a module.
 * @see https://webassembly.github.io/spec/core/binary/modules.html#sections
 * Damage to the container goes to `problems`; the sections before it are still found.
 */
export function findDebugSections(module: Uint8Array, problems: DebugProblem[]): DebugSections {
  const found = new Map<string, Uint8Array>();
  let codeSize = 0;
  try {
    const reader = new ByteReader('module', module);
    if (reader.u32() !== 0x6d736100) reader.fail('not a WebAssembly module', 0);
    reader.skip(4);
    while (!reader.atEnd) {
      const id = reader.u8();
      const contents = reader.block(reader.uleb());
      if (id === CODE) codeSize = contents.length;
      if (id !== CUSTOM) continue;
      const custom = new ByteReader('module', contents);
      const name = custom.block(custom.uleb());
      const text = decodeText(name, 0, name.length);
      if (text.startsWith('.debug_')) found.set(text, contents.subarray(custom.offset));
    }
  } catch (error) {
    problems.push(asProblem(error));
  }
  const none = new Uint8Array(0);
  return { codeSize, get: (name) => found.get(name) ?? none };
}

/** Turns a `DwarfError` into data; rethrows anything else, since that is a mistake of ours. */
export function asProblem(error: unknown): DebugProblem {
  if (!(error instanceof DwarfError)) throw error;
  return { section: error.section, offset: error.offset, message: error.reason };
}
