import type { Address, ByteCount, CodeOffset } from '../util/units.ts';

/** n bytes of the program's memory. */
export type ReadMemory = (address: Address, n: ByteCount) => Uint8Array;

/** The moment for which a location is asked. */
export interface EvaluationContext {
  /** Of the function's frame; see `FunctionInfo.frameBaseLocal`. Not needed for globals. */
  readonly frameBase?: Address | undefined;
  readonly codeOffset: CodeOffset;
  readonly readMemory: ReadMemory;
  /** The bits of a WebAssembly local of that frame, where they are known. Optimised code keeps variables there. */
  readonly wasmLocal?: (index: number) => bigint | undefined;
  readonly wasmGlobal?: (index: number) => bigint | undefined;
}
