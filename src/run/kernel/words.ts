/** The two words, low and high, that hold a 64-bit number in a record. */
export function record64(value: bigint): [low: number, high: number] {
  return [Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n))];
}

/** The number whose low and high words a program passed. */
export function from64(low: number, high: number): bigint {
  return (BigInt(high | 0) << 32n) | BigInt(low >>> 0);
}
