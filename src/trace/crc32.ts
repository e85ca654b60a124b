/** CRC-32 as in ISO 3309 and PNG (reflected polynomial 0xEDB88320), four bytes a turn. */
const TABLES = makeTables();

/**
 * The CRC-32 of `bytes`. To go on where an earlier call stopped, pass its result as `previous`:
 * `crc32(b, crc32(a))` is the CRC-32 of a followed by b. Gives an unsigned 32-bit integer.
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  const [t0, t1, t2, t3] = TABLES;
  let crc = ~previous;
  let i = 0;
  for (const whole = bytes.length & ~3; i < whole; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc = t3[crc & 0xff]! ^ t2[(crc >>> 8) & 0xff]! ^ t1[(crc >>> 16) & 0xff]! ^ t0[crc >>> 24]!;
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}

/** Table k holds the effect of a byte that has k more bytes behind it. */
function makeTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const t0 = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    t0[byte] = crc;
  }
  const behind = (table: Int32Array): Int32Array => table.map((crc) => (crc >>> 8) ^ t0[crc & 0xff]!);
  const t1 = behind(t0);
  const t2 = behind(t1);
  return [t0, t1, t2, behind(t2)];
}
