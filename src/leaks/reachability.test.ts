/** Leak kinds: the textbook cases, and random graphs against a slow implementation of memcheck's definitions. */
import { describe, expect, it } from 'vitest';
import { classifyBlocks, LeakKind, type Range } from './reachability.ts';
import { classifySlowly } from './slow-reachability.fixture.ts';

const { definitelyLost, indirectlyLost, possiblyLost, stillReachable } = LeakKind;

/** A program's memory at exit: named blocks, and which words hold what. */
class Picture {
  readonly words = new Map<number, number>();
  readonly blocks: { readonly name: string; readonly address: number; readonly size: number }[] = [];
  readonly roots: Range[] = [{ address: 0x1000, size: 64 }];
  private next = 0x10010;

  block(name: string, size = 16): number {
    const address = this.next;
    this.next += Math.max(16, (size + 15) & ~15) + 16;
    this.blocks.push({ name, address, size });
    return address;
  }

  point(from: number, to: number): this {
    this.words.set(from, to);
    return this;
  }

  columns(): { address: Uint32Array; size: Uint32Array } {
    const sorted = [...this.blocks].sort((a, b) => a.address - b.address);
    return { address: Uint32Array.from(sorted, (b) => b.address), size: Uint32Array.from(sorted, (b) => b.size) };
  }

  kinds(): Record<string, number> {
    const found = classifyBlocks(this.columns(), this.roots, (at) => this.words.get(at) ?? 0);
    return Object.fromEntries(this.blocks.map(({ name }, i) => [name, found[i]!]));
  }
}

/** A list whose nodes have their `next` in their first word. */
function list(picture: Picture, names: readonly string[]): number[] {
  const nodes = names.map((name) => picture.block(name));
  nodes.slice(1).forEach((next, i) => picture.point(nodes[i]!, next));
  return nodes;
}

const ROOT = 0x1000;

describe('textbook cases', () => {
  it('a block without any pointer to it is definitely lost', () => {
    const picture = new Picture();
    picture.block('a');
    expect(picture.kinds()).toEqual({ a: definitelyLost });
  });

  it('a list in a global is still reachable', () => {
    const picture = new Picture();
    picture.point(ROOT + 8, list(picture, ['a', 'b', 'c'])[0]!);
    expect(picture.kinds()).toEqual({ a: stillReachable, b: stillReachable, c: stillReachable });
  });

  it('a list without its head loses one block definitely and the rest with it', () => {
    const picture = new Picture();
    list(picture, ['a', 'b', 'c']);
    expect(picture.kinds()).toEqual({ a: definitelyLost, b: indirectlyLost, c: indirectlyLost });
  });

  it('the order of addresses does not matter for that', () => {
    const picture = new Picture();
    const tail = picture.block('tail');
    const middle = picture.block('middle');
    const head = picture.block('head');
    picture.point(head, middle).point(middle, tail);
    expect(picture.kinds()).toEqual({ tail: indirectlyLost, middle: indirectlyLost, head: definitelyLost });
  });

  it('a list cut in its middle is reachable before the cut and lost after it', () => {
    const picture = new Picture();
    const [a, b] = list(picture, ['a', 'b', 'c', 'd']);
    picture.point(ROOT, a!).point(b!, 0);
    expect(picture.kinds()).toEqual({ a: stillReachable, b: stillReachable, c: definitelyLost, d: indirectlyLost });
  });

  it('a lost ring counts one block as definitely lost', () => {
    const picture = new Picture();
    const [a, , c] = list(picture, ['a', 'b', 'c']);
    picture.point(c!, a!);
    expect(picture.kinds()).toEqual({ a: definitelyLost, b: indirectlyLost, c: indirectlyLost });
  });

  it('a ring hangs on the lost block that points to its first block, as memcheck counts', () => {
    const picture = new Picture();
    const [a, b] = list(picture, ['a', 'b']);
    picture.point(b!, a!).point(picture.block('owner'), a!);
    expect(picture.kinds()).toEqual({ a: indirectlyLost, b: indirectlyLost, owner: definitelyLost });
    // Pointed to elsewhere, its first block stays the leader of its clique. (valgrind 3.19 says so of this very picture.)
    const other = new Picture();
    const [c, d] = list(other, ['c', 'd']);
    other.point(d!, c!).point(other.block('owner'), d!);
    expect(other.kinds()).toEqual({ c: definitelyLost, d: indirectlyLost, owner: definitelyLost });
  });

  it('a block that points to itself is definitely lost', () => {
    const picture = new Picture();
    const a = picture.block('a');
    picture.point(a, a);
    expect(picture.kinds()).toEqual({ a: definitelyLost });
  });

  it('a pointer into the middle possibly keeps a block, and what hangs on it', () => {
    const picture = new Picture();
    const [a] = list(picture, ['a', 'b']);
    picture.point(ROOT, a! + 4);
    expect(picture.kinds()).toEqual({ a: possiblyLost, b: possiblyLost });
  });

  it('a pointer to the start wins over one into the middle, whichever comes first', () => {
    for (const [interior, start] of [
      [ROOT, ROOT + 4],
      [ROOT + 4, ROOT],
    ]) {
      const picture = new Picture();
      const [a] = list(picture, ['a', 'b']);
      picture.point(interior!, a! + 8).point(start!, a!);
      expect(picture.kinds()).toEqual({ a: stillReachable, b: stillReachable });
    }
  });

  it('a pointer just past the end does not count, one to the last byte does', () => {
    const picture = new Picture();
    const a = picture.block('a', 13);
    const b = picture.block('b', 13);
    picture.point(ROOT, a + 13).point(ROOT + 4, b + 12);
    expect(picture.kinds()).toEqual({ a: definitelyLost, b: possiblyLost });
  });

  it('a pointer past a header that tells the size keeps a block as one to its start does', () => {
    const picture = new Picture();
    const [sized, counted, plain] = ['sized', 'counted', 'plain'].map((name) => picture.block(name, 48));
    picture
      .point(sized!, 44)
      .point(counted!, 5)
      .point(plain!, 5)
      .point(plain! + 4, 1);
    picture
      .point(ROOT, sized! + 4)
      .point(ROOT + 4, counted! + 8)
      .point(ROOT + 8, plain! + 8);
    expect(picture.kinds()).toEqual({ sized: stillReachable, counted: stillReachable, plain: possiblyLost });
  });

  it('a block of no bytes is found at its address', () => {
    const picture = new Picture();
    const a = picture.block('a', 0);
    const b = picture.block('b', 0);
    picture.point(ROOT, a).point(ROOT + 4, b + 1);
    expect(picture.kinds()).toEqual({ a: stillReachable, b: definitelyLost });
  });

  it('only whole aligned words of a block count', () => {
    const picture = new Picture();
    const owner = picture.block('owner', 7);
    const a = picture.block('a');
    // The second word of `owner` would end outside of it.
    picture.point(ROOT, owner).point(owner + 4, a);
    expect(picture.kinds()).toEqual({ owner: stillReachable, a: definitelyLost });
  });

  it('roots may start at any address and be of any size', () => {
    const picture = new Picture();
    const a = picture.block('a');
    const b = picture.block('b');
    const c = picture.block('c');
    picture.roots[0] = { address: 0x1001, size: 11 };
    picture.point(0x1000, a).point(0x1004, b).point(0x1008, c);
    expect(picture.kinds()).toEqual({ a: definitelyLost, b: stillReachable, c: stillReachable });
  });

  it('nothing is lost where nothing lives', () => {
    expect(new Picture().kinds()).toEqual({});
  });

  it('a list of 200,000 blocks takes no recursion', () => {
    const picture = new Picture();
    list(
      picture,
      Array.from({ length: 200_000 }, (_, i) => String(i)),
    );
    const kinds = Object.values(picture.kinds());
    expect(kinds.filter((kind) => kind === definitelyLost).length).toBe(1);
    expect(kinds.filter((kind) => kind === indirectlyLost).length).toBe(199_999);
  });
});

/** Numbers below 2^32 that look random and never change. (xorshift32) */
function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state % below;
  };
}

function randomPicture(seed: number): Picture {
  const random = seededRandom(seed * 7919 + 1);
  const picture = new Picture();
  const count = 1 + random(12);
  for (let i = 0; i < count; i++) picture.block(String(i), random(40));
  const target = (): number => {
    const { address, size } = picture.blocks[random(count)]!;
    return random(3) === 0 ? address + random(size + 2) : address;
  };
  for (let i = random(3); i > 0; i--) picture.point(ROOT + 4 * random(16), target());
  for (let i = random(2 * count); i > 0; i--) {
    const { address, size } = picture.blocks[random(count)]!;
    if (size >= 4) picture.point(address + 4 * random(size >> 2), target());
  }
  return picture;
}

describe('random graphs', () => {
  it('are classified as the definitions say', () => {
    const seen = new Set<number>();
    for (let seed = 1; seed <= 4000; seed++) {
      const picture = randomPicture(seed);
      const blocks = picture.columns();
      const readWord = (at: number): number => picture.words.get(at) ?? 0;
      const kinds = [...classifyBlocks(blocks, picture.roots, readWord)];
      expect(kinds, `seed ${seed}`).toEqual(classifySlowly(blocks, picture.roots, readWord));
      kinds.forEach((kind) => seen.add(kind));
    }
    expect(seen.size).toBe(4);
  });
});
