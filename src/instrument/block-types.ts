import type { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { EMPTY_BLOCK } from '../wasm-binary/instructions.ts';
import type { FunctionType, Module } from '../wasm-binary/module.ts';

/** The types section with block types for functions of several results. */
export class BlockTypes {
  readonly types: FunctionType[];
  private readonly byResults = new Map<string, number>();
  constructor(private readonly module: Module) {
    this.types = [...module.types];
  }

  /** As an s33 block type: empty, a value type, or the index of a type without parameters. */
  blockType(typeIndex: number): number {
    const { results } = this.module.types[typeIndex]!;
    if (results.length === 0) return EMPTY_BLOCK - 0x80;
    if (results.length === 1) return results[0]! - 0x80;
    const key = results.join();
    let index = this.byResults.get(key);
    if (index === undefined) {
      index = this.types.length;
      this.types.push({ parameters: [], results });
      this.byResults.set(key, index);
    }
    return index;
  }

  write(out: ByteWriter): void {
    out.u32(this.types.length);
    for (const { parameters, results } of this.types) {
      out.u8(0x60);
      out.u32(parameters.length);
      for (const type of parameters) out.u8(type);
      out.u32(results.length);
      for (const type of results) out.u8(type);
    }
  }
}
