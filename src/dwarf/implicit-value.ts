import type { ByteCount } from '../util/units.ts';

/** A value that has no address: a constant, or one that lives in WebAssembly locals. */
export interface ImplicitValue {
  /** All of `bytes` as one little-endian number. */
  readonly value: bigint;
  readonly bytes: Uint8Array;
  /** Bytes that the compiler did not keep. */
  readonly missing: readonly { readonly offset: ByteCount; readonly size: ByteCount }[];
}

/** A number as the eight bytes that hold it. */
export function implicitValue(value: bigint): ImplicitValue {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return { value, bytes, missing: [] };
}
