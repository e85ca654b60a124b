/**
 * Plain data with typed arrays <-> bytes, for what one build writes and the page of the same build reads: nothing is validated.
 *
 *     u32 length of the JSON, JSON, zeros to a multiple of 8, the arrays' bytes, each from a multiple of 8
 *
 * In the JSON an array is `{"#": [index in ARRAYS, byte offset, number of elements]}` and a bigint `{"#": "its digits"}`. Of objects
 * only those that JSON knows are taken, without properties that are undefined. Bytes are as the machine has them: little-endian.
 */
const ARRAYS = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array] as const;
const MARK = '#';
const ALIGNMENT = 8;

type Packed = { readonly [MARK]: readonly [number, number, number] | string };

export function pack(value: unknown): Uint8Array {
  const arrays: Uint8Array[] = [];
  let size = 0;
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return { [MARK]: part.toString() };
    const kind = ARRAYS.findIndex((each) => part instanceof each);
    if (kind < 0) return part;
    const array = part as InstanceType<(typeof ARRAYS)[number]>;
    const at = size;
    arrays.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    size = aligned(size + array.byteLength);
    return { [MARK]: [kind, at, array.length] };
  });
  const json = new TextEncoder().encode(text);
  const start = aligned(4 + json.length);
  const bytes = new Uint8Array(start + size);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  let at = start;
  for (const array of arrays) {
    bytes.set(array, at);
    at += aligned(array.length);
  }
  return bytes;
}

/** The arrays are views of `buffer`. */
export function unpack(buffer: ArrayBuffer): unknown {
  const length = new DataView(buffer).getUint32(0, true);
  const start = aligned(4 + length);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)), (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || !(MARK in part)) return part;
    const packed = (part as Packed)[MARK];
    if (typeof packed === 'string') return BigInt(packed);
    const [kind, at, count] = packed;
    return new ARRAYS[kind]!(buffer, start + at, count);
  });
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
