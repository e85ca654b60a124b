import type { DebugProblem } from './debug-info.ts';
import { ByteReader, decodeText } from './byte-reader.ts';
import { DwarfError } from './dwarf-error.ts';

export interface DebugSections {
  /** Contents of the custom section with this name; empty if there is none. Views into the module. */
  get(name: string): Uint8Array;
  /** Size of the code section's contents: every code offset is below it. 0 if there is no code. */
  readonly codeSize: number;
  /** What the global with this index begins with, where that is an i32.const. There must be no imported ones. */
  globalConstant(index: number): number | undefined;
}

const CUSTOM = 0;
const GLOBAL = 6;
const CODE = 10;
const I32_CONST = 0x41;

/**
 * Finds the DWARF custom sections of a module.
 * @see https://webassembly.github.io/spec/core/binary/modules.html#sections
 * Damage to the container goes to `problems`; the sections before it are still found.
 */
export function findDebugSections(module: Uint8Array, problems: DebugProblem[]): DebugSections {
  const found = new Map<string, Uint8Array>();
  let codeSize = 0;
  let globals: Uint8Array = new Uint8Array(0);
  try {
    const reader = new ByteReader('module', module);
    if (reader.u32() !== 0x6d736100) reader.fail('not a WebAssembly module', 0);
    reader.skip(4);
    while (!reader.atEnd) {
      const id = reader.u8();
      const contents = reader.block(reader.uleb());
      if (id === CODE) codeSize = contents.length;
      if (id === GLOBAL) globals = contents;
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
  return { codeSize, get: (name) => found.get(name) ?? none, globalConstant: (index) => constantOf(globals, index) };
}

/** Reads a global section whose initialisers are each one i32.const up to the one asked for. */
function constantOf(globals: Uint8Array, index: number): number | undefined {
  const reader = new ByteReader('module', globals);
  const count = reader.atEnd ? 0 : reader.uleb();
  for (let i = 0; i < count; i++) {
    reader.skip(2);
    if (reader.u8() !== I32_CONST) return undefined;
    const value = reader.sleb();
    reader.skip(1);
    if (i === index) return Number(value) >>> 0;
  }
  return undefined;
}

/** Turns a `DwarfError` into data; rethrows anything else, since that is a mistake of ours. */
export function asProblem(error: unknown): DebugProblem {
  if (!(error instanceof DwarfError)) throw error;
  return { section: error.section, offset: error.offset, message: error.reason };
}
