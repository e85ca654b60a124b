import { describe, expect, it } from 'vitest';
import { blockStructures as read, type Structure } from './block-graph.ts';
import type { BlockBox } from './object-model.ts';
import { linkReader } from './read-links.ts';
import { blockBox, nodeAddress, nodeBox, objectRow, pointingTo } from './object-row.fixture.ts';

const blockStructures = (boxes: readonly BlockBox[]): Structure[] => read(boxes, linkReader);

const told = ({ kind, roots, parents }: Structure): object => ({
  kind,
  roots: roots.map(({ box }) => box.block),
  parents: Object.fromEntries([...parents].map(([id, { from }]) => [id, from.box.block])),
});

describe('structures of blocks', () => {
  it('keeps apart what no pointer in a block connects', () => {
    const found = blockStructures([
      nodeBox(1, { next: undefined }),
      nodeBox(2, { next: 3 }),
      nodeBox(3, { next: undefined }),
    ]);
    expect(found.map(told)).toEqual([
      { kind: 'forest', roots: [1], parents: {} },
      { kind: 'forest', roots: [2], parents: { b3: 2 } },
    ]);
  });

  it('takes prev for what it is, by its name or because next says it already', () => {
    for (const back of ['prev', 'other']) {
      const [list] = blockStructures([
        nodeBox(1, { next: 2, [back]: undefined }),
        nodeBox(2, { next: 3, [back]: 1 }),
        nodeBox(3, { next: undefined, [back]: 2 }),
      ]);
      expect(list && told(list)).toEqual({ kind: 'forest', roots: [1], parents: { b2: 1, b3: 2 } });
      expect(list?.nodes.map(({ ownRows }) => ownRows.map(({ name }) => name))).toEqual([['next'], ['next'], ['next']]);
    }
  });

  it('knows a parent by its children, wherever it stands and whatever it is called', () => {
    const none = undefined;
    const [tree] = blockStructures([
      nodeBox(1, { boss: none, left: 2, right: 3 }),
      nodeBox(2, { boss: 1, left: none, right: none }),
      nodeBox(3, { boss: 1, left: none, right: none }),
    ]);
    expect(tree && told(tree)).toEqual({ kind: 'forest', roots: [1], parents: { b2: 1, b3: 1 } });
  });

  it('tells a list to both sides from a tree that is being rotated', () => {
    const none = undefined;
    const [list] = blockStructures([
      nodeBox(1, { left: none, right: 2 }),
      nodeBox(2, { left: 1, right: 3 }),
      nodeBox(3, { left: 2, right: none }),
    ]);
    expect(list && told(list)).toEqual({ kind: 'forest', roots: [1], parents: { b2: 1, b3: 2 } });
    const [tree] = blockStructures([
      nodeBox(1, { left: none, right: 2 }),
      nodeBox(2, { left: 1, right: 3 }),
      nodeBox(3, { left: none, right: none }),
    ]);
    expect(tree?.nodes.map(({ ownRows }) => ownRows.length)).toEqual([2, 2, 2]);
  });

  it('leaves a sentinel out that stands for NULL in all leaves', () => {
    const leaves = [nodeBox(2, { p: 1, left: 9, right: 9 }), nodeBox(3, { p: 1, left: 9, right: 9 })];
    const nil = nodeBox(9, { p: undefined, left: undefined, right: undefined });
    const found = blockStructures([nodeBox(1, { p: 9, left: 2, right: 3 }), ...leaves, nil]);
    expect(found.map(told)).toEqual([
      { kind: 'forest', roots: [1], parents: { b2: 1, b3: 1 } },
      { kind: 'forest', roots: [9], parents: {} },
    ]);
  });

  it('begins a circle at its oldest block', () => {
    const [ring] = blockStructures([nodeBox(1, { next: 2 }), nodeBox(2, { next: 3 }), nodeBox(3, { next: 1 })]);
    expect(ring && told(ring)).toEqual({ kind: 'forest', roots: [1], parents: { b2: 1, b3: 2 } });
  });

  it('begins a circle that nothing leads to where another part of the structure has a root', () => {
    const circleBeside = [nodeBox(1, { next: 2 }), nodeBox(2, { next: 1 }), nodeBox(3, { left: undefined })];
    const rooted = [nodeBox(4, { next: undefined }, { first: 1, alone: 3 }, 'struct pair')];
    const [all] = blockStructures([...circleBeside, ...rooted]);
    expect(all && told(all)).toEqual({ kind: 'forest', roots: [4], parents: { b1: 4, b2: 1, b3: 4 } });
  });

  it('lets a tail pointer be one, and hangs each node on its own kind', () => {
    const queue = blockBox(9, nodeAddress(9), [
      objectRow('head', 2000, 4, { pointing: pointingTo(1) }),
      objectRow('tail', 2004, 4, { pointing: pointingTo(2) }),
    ]);
    const [all] = blockStructures([nodeBox(1, { next: 2 }), nodeBox(2, { next: undefined }), queue]);
    expect(all && told(all)).toEqual({ kind: 'forest', roots: [9], parents: { b1: 9, b2: 1 } });
  });

  it('calls what is shared inside a structure a graph', () => {
    const [graph] = blockStructures([
      nodeBox(1, { a: 2, b: 3 }),
      nodeBox(2, { a: 4, b: undefined }),
      nodeBox(3, { a: 4, b: undefined }),
      nodeBox(4, { a: undefined, b: undefined }),
    ]);
    expect(graph?.kind).toBe('graph');
  });
});
