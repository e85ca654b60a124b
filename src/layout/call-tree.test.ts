import { expect, test } from 'vitest';
import type { StackLine } from '../replay/timeline.ts';
import { buildCallTree, sumOverTree } from './call-tree.ts';
import { layoutFlame } from './flame.ts';

const frame = (name: string, line: number): StackLine => ({
  function: name,
  file: 'a.c',
  line,
  column: 1,
  libc: false,
});
/** Innermost first. */
const STACKS: readonly (readonly StackLine[])[] = [
  [],
  [frame('push', 9), frame('main', 20)],
  [frame('copy', 4), frame('push', 9), frame('main', 20)],
  [frame('push', 9), frame('main', 25)],
];
const tree = buildCallTree([1, 2, 3], (stack) => STACKS[stack] ?? []);
const text = (node: number): string => {
  const line = tree.nodes[node]?.line;
  return line ? `${line.function}:${line.line}` : 'all';
};

test('stacks share the frames that they begin with', () => {
  expect(tree.nodes.map((node, at) => `${text(at)} under ${node.parent < 0 ? '-' : text(node.parent)}`)).toEqual([
    'all under -',
    'main:20 under all',
    'push:9 under main:20',
    'copy:4 under push:9',
    'main:25 under all',
    'push:9 under main:25',
  ]);
});

test('a caller has what it and its callees allocated', () => {
  const sums = sumOverTree(tree, Float64Array.of(0, 10, 20, 70));
  expect(tree.nodes.map((_, at) => `${text(at)} ${sums[at]}`)).toEqual([
    'all 100',
    'main:20 30',
    'push:9 30',
    'copy:4 20',
    'main:25 70',
    'push:9 70',
  ]);
});

test('boxes lie under their callers, as wide as their share', () => {
  const boxes = layoutFlame(tree, sumOverTree(tree, Float64Array.of(0, 10, 20, 70)), 0, 1000);
  expect(boxes.map(({ node, x, row, width }) => `${row} ${text(node)} ${x}+${width}`)).toEqual([
    '0 all 0+1000',
    '1 main:20 0+300',
    '2 push:9 0+300',
    '3 copy:4 0+200',
    '1 main:25 300+700',
    '2 push:9 300+700',
  ]);
});

test('zoomed in, a box fills the width under its callers; what is too narrow is left out', () => {
  const sums = sumOverTree(tree, Float64Array.of(0, 10_000, 1, 70));
  const boxes = layoutFlame(tree, sums, 2, 1000);
  expect(boxes.map(({ node, width }) => `${text(node)} ${width}`)).toEqual(['all 1000', 'main:20 1000', 'push:9 1000']);
});
