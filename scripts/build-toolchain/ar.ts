/** Static libraries in the format of GNU ar: 60-byte headers, long names in a member called '//'. */

export interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MAGIC = '!<arch>\n';
const HEADER = 60;
const latin1 = new TextDecoder('latin1');

/** The objects of a library, in order; its symbol index is left out. Throws if it is not such a library. */
export function readArchive(archive: Uint8Array): Member[] {
  if (latin1.decode(archive.subarray(0, 8)) !== MAGIC) throw new Error('not an ar archive');
  const members: Member[] = [];
  let longNames = '';
  for (let at = MAGIC.length; at + HEADER <= archive.length;) {
    const field = latin1.decode(archive.subarray(at, at + 16)).trimEnd();
    const size = Number(latin1.decode(archive.subarray(at + 48, at + 58)));
    const bytes = archive.subarray(at + HEADER, at + HEADER + size);
    if (field === '//') longNames = latin1.decode(bytes);
    else if (field !== '/') members.push({ name: nameOf(field, longNames), bytes });
    at += HEADER + size + (size % 2);
  }
  return members;
}

/** Without a symbol index: wasm-ld reads the objects themselves. */
export function writeArchive(members: readonly Member[]): Uint8Array {
  let longNames = '';
  const parts: Uint8Array[] = [];
  for (const { name, bytes } of members) {
    parts.push(header(`/${longNames.length}`, bytes.length), padded(bytes));
    longNames += `${name}/\n`;
  }
  const names = new TextEncoder().encode(longNames);
  return concatenate([new TextEncoder().encode(MAGIC), header('//', names.length), padded(names), ...parts]);
}

function nameOf(field: string, longNames: string): string {
  const long = /^\/(\d+)$/.exec(field);
  const name = long ? longNames.slice(Number(long[1])).split('\n', 1)[0] : field;
  return (name ?? '').replace(/\/$/, '');
}

function header(name: string, size: number): Uint8Array {
  const zeros = '0'.padEnd(12) + '0'.padEnd(6) + '0'.padEnd(6) + '644'.padEnd(8);
  return new TextEncoder().encode(`${name.padEnd(16)}${zeros}${String(size).padEnd(10)}\`\n`);
}

function padded(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 ? concatenate([bytes, Uint8Array.of(0x0a)]) : bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
