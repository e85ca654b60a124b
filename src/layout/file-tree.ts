import { hexByte } from '../util/hex-byte.ts';
import type { ByteCount } from '../util/units.ts';
import { byteCharacter } from './byte-cells.ts';

export interface TreeRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  /** Undefined for a folder. */
  readonly size: ByteCount | undefined;
}

/** Files as rows of a tree: each folder before what lies in it, all by name. */
export function fileTree(files: readonly { readonly path: string; readonly size: ByteCount }[]): TreeRow[] {
  const rows: TreeRow[] = [];
  let open: readonly string[] = [];
  // Compared part by part: "a/b" comes before "a.txt" would as a whole.
  const sorted = [...files].sort((a, b) => compareParts(a.path.split('/'), b.path.split('/')));
  for (const { path, size } of sorted) {
    const parts = path.split('/');
    const folders = parts.slice(0, -1);
    const same = folders.findIndex((folder, i) => folder !== open[i]);
    for (let depth = same < 0 ? folders.length : same; depth < folders.length; depth += 1) {
      rows.push({
        path: `${folders.slice(0, depth + 1).join('/')}/`,
        name: folders[depth] ?? '',
        depth,
        size: undefined,
      });
    }
    open = folders;
    rows.push({ path, name: parts.at(-1) ?? '', depth: folders.length, size });
  }
  return rows;
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

/** The text that the bytes are in UTF-8; undefined when they are none. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\x00-\x08\x0e-\x1a]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

const PER_ROW = 16;

/** "00000010  4d 61 ..  Ma": offset, bytes, characters, as `hexdump -C` lays them out. */
export function hexRows(bytes: Uint8Array): string[] {
  return Array.from({ length: Math.ceil(bytes.length / PER_ROW) }, (_, row) => {
    const part = [...bytes.subarray(row * PER_ROW, (row + 1) * PER_ROW)];
    const hex = part.map(hexByte).join(' ');
    const offset = (row * PER_ROW).toString(16).padStart(8, '0');
    return `${offset}  ${hex.padEnd(PER_ROW * 3 - 1)}  ${part.map(byteCharacter).join('')}`;
  });
}
