import { expect, test } from 'vitest';
import { sizeOf } from './size-of.ts';
import { compileFixture } from './testing/compile-fixture.node.ts';
import { declare, typeName } from './type-name.ts';

/** Declarations, each as `declare` is to write it back. */
const DECLARATIONS = [
  'int a1',
  'unsigned long long a2',
  'const char *a3',
  'char *const a4',
  'const char *const *volatile a5',
  'char a6[8]',
  'struct node *a7[4]',
  'int a8[2][3][4]',
  'int (*a9)[3]',
  'int (*b1)(const char *)',
  'int (*b2[5])(void)',
  'void (*b3)(int, ...)',
  'char *(*(*b4)(int))[2]',
  'void (*(*b5)(int, void (*)(int)))(int)',
  'enum color b6',
  'Item b7',
  'Item *b8',
  'volatile int b9',
  '_Atomic int c1',
  'int *restrict c2',
  'struct node c3',
  'union number c4',
  '_Bool c5',
  'float c6',
  'long double c7',
  'double _Complex c8',
  'float _Complex c9',
  'void *d1',
  'void **d2',
  'int (*d3)()',
  'const Item *d4',
  'signed char d5',
  'unsigned char d6',
  'short d7',
  'struct opaque *d8',
  'char (*(*d9)[3])[4]',
  'uint8_t e1',
  'size_t e2',
  'int *(*e3)(struct node *, char **)',
];

const HEADER = `#include <stdint.h>
#include <stddef.h>
struct item { int x; };
typedef struct item Item;
enum color { RED, GREEN };
struct opaque;
union number { int i; double d; };
struct node { struct node *next; unsigned flags : 3; struct { int x, y; } point; union { int i; float f; }; int items[]; };
`;

test.each([['-gdwarf-4'], ['-gdwarf-5']])('types are written as in C (%s)', async (flag) => {
  const source = `${HEADER}${DECLARATIONS.map((text) => `${text};\n`).join('')}
    int main(int argc, char **argv) { return ${DECLARATIONS.map((text) => `sizeof ${nameIn(text)}`).join(' + ')} +
      ${DECLARATIONS.map((text) => `((int)(long)&${nameIn(text)})`).join(' + ')}; }`;
  const { info } = await compileFixture(source, [flag, '-std=c17', '-D_GNU_SOURCE']);
  const written = DECLARATIONS.map((text) => {
    const variable = info.globals.find(({ name }) => name === nameIn(text));
    return variable ? declare(info, variable.type, variable.name) : `${text} is missing`;
  });
  // DWARF 4 has no word for _Atomic.
  const expected = DECLARATIONS.map((text) => (flag === '-gdwarf-4' ? text.replace('_Atomic ', '') : text));
  expect(written).toEqual(expected);
});

test('abstract declarators, members and sizes', async () => {
  const { info } = await compileFixture(`${HEADER}
    struct node n; char buf[8]; struct node *list[4]; int (*f)(const char *); struct opaque *o; int m[2][3];
    int main(int argc, char **argv) {
      return (int)(long)&n + (int)(long)buf + (int)(long)list + (int)(long)&f + (int)(long)&o + (int)(long)m;
    }`);
  const global = (name: string) => info.globals.find((each) => each.name === name)?.type ?? -1;
  expect(['buf', 'list', 'f', 'n', 'm'].map((name) => typeName(info, global(name)))).toEqual([
    'char[8]',
    'struct node *[4]',
    'int (*)(const char *)',
    'struct node',
    'int[2][3]',
  ]);
  expect(['buf', 'list', 'f', 'n', 'm'].map((name) => sizeOf(info, global(name)))).toEqual([8, 16, 4, 20, 24]);
  const opaque = info.types[global('o')];
  expect(opaque?.kind === 'pointer' && sizeOf(info, opaque.target)).toBeUndefined();
  const node = info.types[global('n')];
  const members = node?.kind === 'struct' ? node.members : [];
  expect(members.map(({ type, name }) => declare(info, type, name))).toEqual([
    'struct node *next',
    'unsigned int flags',
    'struct {...} point',
    'union {...}',
    'int items[]',
  ]);
  const main = info.functions.find(({ name }) => name === 'main');
  expect(declare(info, main?.type ?? 0, 'main')).toBe('int main(int, char **)');
});

function nameIn(declaration: string): string {
  return /\b[a-e]\d\b/.exec(declaration)?.[0] ?? '';
}
