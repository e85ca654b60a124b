/**
 * The files that clang and wasm-ld see. The toolchain's own files are a layer built once and shared by all runs; each
 * run puts a small layer of its own on top, so starting a tool never copies or walks the headers.
 */

export interface FileEntry {
  readonly kind: 'file';
  /** clang tells files apart by inode. */
  readonly inode: number;
  /** May be longer than `size`: writes grow it by doubling. */
  bytes: Uint8Array;
  size: number;
}

export interface DirectoryEntry {
  readonly kind: 'directory';
  readonly inode: number;
  readonly names: Set<string>;
}

export type TreeEntry = FileEntry | DirectoryEntry;

export class FileTree {
  readonly #entries = new Map<string, TreeEntry>();
  readonly #below: FileTree | undefined;
  #nextInode: number;

  /** `below` shows through wherever this layer has nothing; it is never written to. */
  constructor(below?: FileTree) {
    this.#below = below;
    this.#nextInode = below ? below.#nextInode : 1;
    if (!below) this.#entries.set('', { kind: 'directory', inode: this.#nextInode++, names: new Set() });
  }

  /** `path` as `normalizePath` gives it. */
  find(path: string): TreeEntry | undefined {
    return this.#entries.get(path) ?? this.#below?.find(path);
  }

  /** Adds or replaces a file, making its directories. The bytes are not copied. */
  put(path: string, bytes: Uint8Array): FileEntry {
    const file: FileEntry = { kind: 'file', inode: this.#nextInode++, bytes, size: bytes.length };
    this.#enter(path);
    this.#entries.set(path, file);
    return file;
  }

  /** What `put` or a tool wrote at `path`, without slack. */
  read(path: string): Uint8Array | undefined {
    const entry = this.find(path);
    return entry?.kind === 'file' ? entry.bytes.subarray(0, entry.size) : undefined;
  }

  makeDirectory(path: string): void {
    const known = this.#entries.get(path);
    if (known?.kind === 'directory') return;
    const shown = this.#below?.find(path);
    const names = shown?.kind === 'directory' ? shown.names : [];
    this.#entries.set(path, { kind: 'directory', inode: shown?.inode ?? this.#nextInode++, names: new Set(names) });
    if (path !== '') this.#enter(path);
  }

  /** Takes away an entry of this layer. False if this layer has none. */
  remove(path: string): boolean {
    if (!this.#entries.delete(path)) return false;
    const parent = this.#entries.get(parentOf(path));
    if (parent?.kind === 'directory') parent.names.delete(nameOf(path));
    return true;
  }

  rename(from: string, to: string): boolean {
    const entry = this.#entries.get(from);
    if (entry?.kind !== 'file') return false;
    this.remove(from);
    this.#enter(to);
    this.#entries.set(to, entry);
    return true;
  }

  #enter(path: string): void {
    const parent = parentOf(path);
    this.makeDirectory(parent);
    const directory = this.#entries.get(parent);
    if (directory?.kind === 'directory') directory.names.add(nameOf(path));
  }
}

/** Resolves '.', '..', doubled and leading slashes; '..' at the root stays at the root. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
