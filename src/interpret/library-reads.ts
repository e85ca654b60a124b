/**
 * What the string functions read, which check their own accesses and so are not interpreted: by their arguments, as the C
 * standard says it (7.26). Each gives the ranges and, where it is plain, the result.
 */
import type { Address, ByteCount } from '../util/units.ts';

export interface Range {
  readonly address: Address;
  readonly size: ByteCount;
}

export interface LibraryCall {
  readonly reads: readonly Range[];
  readonly result?: number;
}

type Byte = (address: Address) => number | undefined;

const LONGEST = 4096;

/** Undefined for other functions, and where an argument isn't known. */
export function libraryReads(name: string, args: readonly number[], byte: Byte): LibraryCall | undefined {
  const [a = 0, b = 0, n = 0] = args.map((each) => each >>> 0);
  const text = (address: Address, most = LONGEST): Range => ({ address, size: textSize(address, most, byte) });
  switch (name.replace(/^__(asan_)?/, '')) {
    case 'memcpy':
    case 'memmove':
      return { reads: [{ address: b, size: n }], result: a };
    case 'memset':
      return { reads: [], result: a };
    case 'memcmp':
      return { reads: [a, b].map((address) => ({ address, size: n })) };
    case 'strlen': {
      const read = text(a);
      return { reads: [read], result: read.size - 1 };
    }
    case 'strchr':
    case 'strrchr':
      return { reads: [text(a)] };
    case 'strcpy':
      return { reads: [text(b)], result: a };
    case 'stpcpy':
      return { reads: [text(b)] };
    case 'strncpy':
      return { reads: [text(b, n)], result: a };
    case 'strcat':
      return { reads: [text(a), text(b)], result: a };
    case 'strncat':
      return { reads: [text(a), text(b, n)], result: a };
    case 'strcmp':
    case 'strncmp': {
      const size = commonSize(a, b, name.includes('ncmp') ? n : LONGEST, byte);
      return { reads: [a, b].map((address) => ({ address, size })) };
    }
    default:
      return undefined;
  }
}

/** With its terminator. */
function textSize(address: Address, most: ByteCount, byte: Byte): ByteCount {
  for (let size = 0; size < Math.min(most, LONGEST); size += 1) if (!byte(address + size)) return size + 1;
  return Math.min(most, LONGEST);
}

/** Up to and with the first difference, or the terminators. */
function commonSize(a: Address, b: Address, most: ByteCount, byte: Byte): ByteCount {
  for (let size = 0; size < Math.min(most, LONGEST); size += 1) {
    const here = byte(a + size);
    if (!here || here !== byte(b + size)) return size + 1;
  }
  return Math.min(most, LONGEST);
}
