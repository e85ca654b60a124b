import type { LeakFinding, MisuseFinding } from '../replay/findings.ts';
import type { StackLine } from '../replay/timeline.ts';

export function frame(name: string, line: number, column = 5, file = 'list.c'): StackLine {
  return { function: name, file, line, column, libc: false };
}

export function libcFrame(name: string): StackLine {
  return { function: name, file: '', line: 0, column: 0, libc: true };
}

const MAIN = frame('main', 9, 9);

export function leak(parts: Partial<LeakFinding> = {}): LeakFinding {
  const stack = [frame('push', 2, 22), MAIN];
  const allocated = { stack, step: 3 };
  return {
    ...{ kind: 'leak', leak: 'definitely-lost', step: 20, process: 0, thread: 0, stack, indices: [0], allocated },
    ...{ bytes: 30, blocks: 1, blockIds: [1], libc: false },
    ...parts,
  };
}

export function misuse(parts: Partial<MisuseFinding> = {}): MisuseFinding {
  return {
    ...{
      kind: 'use-after-free',
      step: 12,
      process: 0,
      thread: 0,
      stack: [frame('main', 5, 12)],
      indices: [0],
      count: 1,
    },
    ...{ address: 0x11a44, access: 'read', size: 4 },
    block: { id: 1, address: 0x11a40, size: 8, where: 'inside', bytes: 4 },
    allocated: { stack: [frame('push', 2, 22), MAIN], step: 3 },
    freed: { stack: [frame('main', 4, 5)], step: 9 },
    ...parts,
  };
}

export const SOURCE = [
  '/* list.c */',
  '    struct node *node = malloc(8);',
  '',
  '    free(node);',
  '\tint x = node->x;',
  '    return strdup("größe");',
].join('\n');
