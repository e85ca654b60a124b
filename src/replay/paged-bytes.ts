/**
 * Memory (or shadow memory) that remembers what it was at keyframes.
 *
 *     page 7:   versions   keyframe 0 ---- keyframe 3 -------- keyframe 8
 *               current    -> one of them while unchanged, or an own copy once written to
 *
 * A keyframe costs only the pages that changed since the one before, and loading one only sets pointers. Pages are
 * 4 KB; one that nobody ever wrote has no versions and reads as `fill`.
 */
import { PAGE_BYTES, type MemoryRun } from '../trace/recording.ts';

const PAGE_SHIFT = 12;
const PAGE_MASK = PAGE_BYTES - 1;
export const PAGE_WORDS = PAGE_BYTES / 4;

const PageState = {
  /** The same as in the last keyframe, and shared with it. */
  kept: 0,
  /** A copy that may be written to. */
  own: 1,
  /** Changed since the last keyframe to what others have too: a value all over, or a page of the process that forked. */
  shared: 2,
} as const;

interface Versions {
  readonly keyframes: number[];
  readonly pages: Uint32Array[];
}

export class PagedBytes {
  /** Bytes there are; addresses from here on read as zero and ignore writes. */
  readonly limit: number;
  readonly #blank: Uint32Array;
  readonly #current: Uint32Array[];
  /** `PageState` of each page. */
  readonly #state: Uint8Array;
  /** Pages that are not `kept`. */
  #changed: number[] = [];
  /** Pages that hold one value all over, by that value: a malloc of 400 MB must not cost 400 MB of shadow. */
  readonly #uniform = new Map<number, Uint32Array>();
  readonly #versions = new Map<number, Versions>();
  #pool: Uint32Array[] = [];

  constructor(limit: number, fill: number) {
    const pages = Math.min(Math.ceil(limit / PAGE_BYTES), 2 ** 20);
    this.limit = pages * PAGE_BYTES;
    this.#blank = new Uint32Array(PAGE_WORDS).fill(fill * 0x01010101);
    this.#current = new Array<Uint32Array>(pages).fill(this.#blank);
    this.#state = new Uint8Array(pages);
  }

  /** Pages changed since the last keyframe was made or loaded. */
  get changedPages(): number {
    return this.#changed.length;
  }

  write(runs: readonly MemoryRun[]): void {
    for (const { address, bytes } of runs) this.set(address, bytes);
  }

  /** Keeps the state as keyframe `index`; they are made in ascending order, without loading between. */
  keep(index: number): void {
    for (const page of this.#changed) {
      const versions = this.#versions.get(page);
      if (versions === undefined) {
        this.#versions.set(page, { keyframes: [index], pages: [this.#current[page]!] });
      } else {
        versions.keyframes.push(index);
        versions.pages.push(this.#current[page]!);
      }
      this.#state[page] = PageState.kept;
    }
    this.#changed = [];
  }

  /** Goes back (or on) to keyframe `index`. */
  load(index: number): void {
    for (const page of this.#changed) {
      if (this.#state[page] === PageState.own) this.#pool.push(this.#current[page]!);
      this.#state[page] = PageState.kept;
      this.#current[page] = this.#blank;
    }
    this.#changed = [];
    for (const [page, versions] of this.#versions) this.#current[page] = versionAt(versions, index) ?? this.#blank;
  }

  /** Becomes what another (with the same limit and fill) is now. No page is copied before one of the two writes to it. */
  copyFrom(other: PagedBytes): void {
    const pages = new Set([...this.#touched(), ...other.#touched()]);
    for (const page of pages) {
      if (this.#state[page] === PageState.own) this.#pool.push(this.#current[page]!);
      if (other.#state[page] === PageState.own) other.#state[page] = PageState.shared;
      this.#current[page] = other.#current[page]!;
      this.#setState(page, PageState.shared);
    }
  }

  /** The pages that may hold something else than `fill`. */
  #touched(): Iterable<number> {
    return [...this.#versions.keys(), ...this.#changed];
  }

  /** The words of the page that holds `address` (below `limit`), to read only. */
  page(address: number): Uint32Array {
    return this.#current[address >>> PAGE_SHIFT]!;
  }

  /** The words of the page that holds `address` (below `limit`), to change. */
  ownPage(address: number): Uint32Array {
    const page = address >>> PAGE_SHIFT;
    return this.#state[page] === PageState.own ? this.#current[page]! : this.#makeOwn(page);
  }

  byteAt(address: number): number {
    if (address >= this.limit) return 0;
    return (this.page(address)[(address & PAGE_MASK) >>> 2]! >>> ((address & 3) * 8)) & 0xff;
  }

  /** A copy of n bytes. */
  bytes(address: number, n: number): Uint8Array {
    const copy = new Uint8Array(n);
    for (let at = 0; at < n && address + at < this.limit;) {
      const offset = (address + at) & PAGE_MASK;
      const piece = Math.min(PAGE_BYTES - offset, n - at);
      const page = this.page(address + at);
      copy.set(new Uint8Array(page.buffer, page.byteOffset + offset, piece), at);
      at += piece;
    }
    return copy;
  }

  set(address: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && address + at < this.limit;) {
      const piece = Math.min(PAGE_BYTES - ((address + at) & PAGE_MASK), bytes.length - at);
      this.#view(address + at, piece).set(bytes.subarray(at, at + piece));
      at += piece;
    }
  }

  fill(address: number, n: number, value: number): void {
    let at = address;
    const end = Math.min(address + n, this.limit);
    while (at < end) {
      const pageEnd = Math.min((Math.floor(at / PAGE_BYTES) + 1) * PAGE_BYTES, end);
      if (pageEnd - at === PAGE_BYTES) this.#makeUniform(at >>> PAGE_SHIFT, value);
      else this.#view(at, pageEnd - at).fill(value);
      at = pageEnd;
    }
  }

  /** n bytes within one page, to change. */
  #view(address: number, n: number): Uint8Array {
    const page = this.ownPage(address);
    return new Uint8Array(page.buffer, page.byteOffset + (address & PAGE_MASK), n);
  }

  #makeOwn(page: number): Uint32Array {
    const copy = this.#pool.pop() ?? new Uint32Array(PAGE_WORDS);
    copy.set(this.#current[page]!);
    this.#current[page] = copy;
    this.#setState(page, PageState.own);
    return copy;
  }

  #makeUniform(page: number, value: number): void {
    let shared = this.#uniform.get(value);
    if (shared === undefined) this.#uniform.set(value, (shared = new Uint32Array(PAGE_WORDS).fill(value * 0x01010101)));
    if (this.#state[page] === PageState.own) this.#pool.push(this.#current[page]!);
    this.#current[page] = shared;
    this.#setState(page, PageState.shared);
  }

  #setState(page: number, state: number): void {
    if (this.#state[page] === PageState.kept) this.#changed.push(page);
    this.#state[page] = state;
  }
}

/** The newest version at or before a keyframe. */
function versionAt({ keyframes, pages }: Versions, keyframe: number): Uint32Array | undefined {
  let index = keyframes.length - 1;
  while (index >= 0 && keyframes[index]! > keyframe) index--;
  return pages[index];
}
