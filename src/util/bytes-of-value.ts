/**
 * A value as a person writes it, as the bytes that hold it in memory (little-endian): a whole number, decimal or 0x..., a character in
 * single quotes, NULL; for `isFloat` a number with a point. Undefined if it doesn't fit, or is none.
 */
export function bytesOfValue(text: string, size: number, isFloat: boolean): Uint8Array | undefined {
  const written = text.trim();
  if (isFloat) return floatBytes(written, size);
  const character = /^'(.)'$/.exec(written)?.[1];
  if (character !== undefined) return integerBytes(BigInt(character.charCodeAt(0)), size);
  if (/^null$/i.test(written)) return integerBytes(0n, size);
  if (!/^(-?\d+|0x[0-9a-f]+)$/i.test(written)) return undefined;
  return integerBytes(BigInt(written), size);
}

function integerBytes(value: bigint, size: number): Uint8Array | undefined {
  const bits = BigInt(size * 8);
  if (size < 1 || size > 16 || value >= 1n << bits || value < -(1n << (bits - 1n))) return undefined;
  const whole = BigInt.asUintN(size * 8, value);
  return Uint8Array.from({ length: size }, (_, i) => Number((whole >> BigInt(8 * i)) & 0xffn));
}

function floatBytes(written: string, size: number): Uint8Array | undefined {
  const value = Number(written);
  if (written === '' || Number.isNaN(value) || (size !== 4 && size !== 8)) return undefined;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  if (size === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return bytes;
}
