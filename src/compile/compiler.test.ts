import { WASI } from 'node:wasi';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXPORTED_GLOBALS } from './arguments.ts';
import type { LocalCompiler } from './compiler.ts';
import { linked, sources, summary, testCompiler } from './testing.node.ts';

let compiler: LocalCompiler;
beforeAll(async () => {
  compiler = await testCompiler();
}, 60_000);

function compile(files: Record<string, string | Uint8Array>, flags: string[] = [], plain = false) {
  return compiler.compile({ files: sources(files), flags, plain });
}

/** Runs a plain program under Node's own WASI host and gives its exit code. */
function run(files: Record<string, string>, flags: string[] = []): number {
  const host = new WASI({ version: 'preview1', args: ['program', 'one'], env: { NAME: 'x' }, returnOnExit: true });
  const module = new WebAssembly.Module(linked(compile(files, flags, true)) as BufferSource);
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: host.wasiImport } as WebAssembly.Imports);
  return Number(host.start(instance));
}

const failures = (files: Record<string, string | Uint8Array>, flags: string[] = []) => {
  const result = compile(files, flags);
  expect(result.kind).toBe('failed');
  return summary(result.diagnostics);
};

describe('programs', () => {
  test('the linked program has debug information, names, and what the engine needs', () => {
    const module = new WebAssembly.Module(linked(compile({ 'a.c': 'int main(void) { return 0; }' })) as BufferSource);
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['memory', '_start', ...EXPORTED_GLOBALS]));
    for (const section of ['name', '.debug_info', '.debug_line', '.debug_str', '.debug_abbrev']) {
      expect(WebAssembly.Module.customSections(module, section), section).toHaveLength(1);
    }
  });

  test('several files in folders, with headers of their own', () => {
    const files = {
      'src/main.c': '#include "util/twice.h"\n#include <shared.h>\nint main(void) { return twice(SHARED); }',
      'src/util/twice.c':
        '#include "../util/twice.h"\n#include "../../include/shared.h"\nint twice(int n) { return 2 * n; }',
      'src/util/twice.h': 'int twice(int n);',
      'include/shared.h': '#define SHARED 21',
    };
    expect(run(files, ['-Iinclude'])).toBe(42);
  });

  test.each([
    ['int main(void) { return 7; }'],
    ['int main() { return 7; }'],
    ['int main(int c, char **v) { return c == 2 && v[1][0] == 111 ? 7 : 1; }'],
    ['int main(int c, char **v, char **e) { return c == 2 && v[2] == 0 && e[0][5] == 120 ? 7 : 1; }'],
    ['int main(int c) { return c + 5; }'],
    ['#include <stdlib.h>\nvoid main(void) { exit(7); }'],
    ['#include <stdlib.h>\nvoid main(int c, char **v) { exit(c == 2 && v[1][0] == 111 ? 7 : 1); }'],
    ['#include <stdlib.h>\nvoid main(int c, char **v, char **e) { exit(c == 2 && v[1][0] == 111 && e[0] ? 7 : 1); }'],
    ['#include <stdlib.h>\nvoid main(int c) { exit(c + 5); }'],
  ])('starts %j', (text) => {
    expect(run({ 'a.c': text }, ['-w'])).toBe(7);
  });

  test('a file named twice is compiled once', () => {
    const [file] = sources({ 'a.c': 'int main(void) { return 0; }' });
    if (!file) throw new Error('no file');
    expect(compiler.compile({ files: [file, { ...file, path: './a.c' }], flags: [] }).kind).toBe('linked');
  });

  test('flags reach clang', () => {
    const text =
      '#ifndef SEVEN\n#error\n#endif\n#ifdef GONE\n#error\n#endif\n#include "x.h"\nint main(void) { return SEVEN + X; }';
    const files = { 'a.c': text, 'deep/x.h': '#define X 1', 'first.h': '#define EIGHT 8' };
    expect(run(files, ['-DSEVEN=7', '-D', 'GONE', '-UGONE', '-I', 'deep', '-include', 'first.h'])).toBe(8);
    expect(
      run({ 'a.c': 'int main(void) { return __STDC_VERSION__ == 199901L && sizeof(char) == 1; }' }, ['-std=c99']),
    ).toBe(1);
    expect(run({ 'a.c': 'int main(void) { char c = (char)200; return c == 200; }' }, ['-funsigned-char'])).toBe(1);
    expect(
      run({ 'a.c': 'int main(void) {\n#ifdef __OPTIMIZE__\nreturn 1;\n#endif\nreturn 0; }' }, ['-O2', '-lm', '-g']),
    ).toBe(1);
  });

  test('redzones are left out of plain programs only', () => {
    const text =
      'void use(char *p);\nvoid use(char *p) { *p = 1; }\nint main(void) { char a[5]; use(a); return a[0]; }';
    const symbols = (plain: boolean) =>
      compiler.tool('nm', ['p.wasm'], { 'p.wasm': linked(compile({ 'a.c': text }, [], plain)) });
    expect(symbols(false).stdout).toContain('asan.module_ctor');
    expect(symbols(true).stdout).toContain('main');
    expect(symbols(true).stdout).not.toContain('asan');
  });
});

describe('the same request gives the same result', () => {
  const files = {
    'a.c': '#include <stdio.h>\nint f(int);\nint main(void) { return f(1); }',
    'b.c': 'int f(int a) { int b; return a; }',
  };

  test('warm as fresh, reused as compiled', async () => {
    const fresh = (await testCompiler({ reuse: false })).compile({ files: sources(files), flags: [] });
    compile({ 'other.c': 'int main(void) { return sizeof(struct { char c[99]; }); }' });
    expect(compile(files)).toEqual(fresh);
    expect(compile(files)).toEqual(fresh);
    compiler.prepare();
    expect(compile(files)).toEqual(fresh);
  });

  test('linked against the common objects as against the whole libraries', async () => {
    const whole = await testCompiler({ allLibraries: true });
    const programs = [
      '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nint main(void) { char *p = strdup("x"); printf("%s %Lf %d", p, 1.5L, atoi(p)); free(p); return 0; }',
      '#include <math.h>\n#include <time.h>\nint main(int c, char **v) { return (int)pow(c, 3) + (int)time(0) + v[0][0]; }',
      '#include <complex.h>\n#include <wchar.h>\nint main(int c, char **v) { return (int)cabs(csqrt(c + 2 * I)) + (int)wcslen(L"abc") + v[0][0]; }',
    ];
    for (const text of programs) {
      for (const plain of [false, true]) {
        const request = { files: sources({ 'a.c': text }), flags: [], plain };
        expect(compiler.compile(request)).toEqual(whole.compile(request));
        linked(compiler.compile(request));
      }
    }
  });

  test('a change in a header, or in a .c file that another includes, is seen', () => {
    const main = '#include "n.h"\n#include "part.c"\nint main(void) { return N + part; }';
    expect(run({ 'a.c': main, 'n.h': '#define N 1', 'part.c': 'static int part = 1;' }, ['-w'])).toBe(2);
    expect(run({ 'a.c': main, 'n.h': '#define N 2', 'part.c': 'static int part = 1;' }, ['-w'])).toBe(3);
    expect(run({ 'a.c': main, 'n.h': '#define N 2', 'part.c': 'static int part = 5;' }, ['-w'])).toBe(7);
  });

  test('a .c file that another includes is a part of that, or a unit of its own where it is named as one', () => {
    const files = {
      'a.c': '#include "in/part.c"\nint main(void) { return part(); }',
      'in/part.c': 'int part(void) { return 4; }',
    };
    expect(run(files)).toBe(4);
    const units = ['a.c', 'in/part.c'];
    const twice = compiler.compile({ files: sources(files), units, flags: [] });
    expect(summary(twice.diagnostics)[0]).toContain('`part` is defined twice');
    const alone = { 'a.c': 'int main(void) { return 3; }', 'b.c': 'int main(void) { return 5; }' };
    expect(compiler.compile({ files: sources(alone), units: ['b.c'], flags: [] }).kind).toBe('linked');
  });
});

describe('what the linker says, as sentences', () => {
  test('a function that is nowhere', () => {
    const text = 'int foo(int);\n/* foo(1) */\nint main(void) { return foo(1); }';
    expect(failures({ 'a.c': text })).toEqual(['a.c:3:25: error: `foo` is called in a.c but defined nowhere']);
  });

  test('functions that people know from Linux', () => {
    const text =
      '#include <sys/stat.h>\nint system(const char *);\nint mkfifo(const char *, mode_t);\nint main(void) {\n  return system("ls") + mkfifo("f", 0);\n}';
    expect(failures({ 'a.c': text })).toEqual([
      'a.c:5:10: warning: `system` is called in a.c but always fails here (ENOSYS)',
      '  :0:0: note: there are no other programs here to start',
      'a.c:5:25: error: `mkfifo` is called in a.c but defined nowhere',
      '  :0:0: note: processes here exchange messages by pipes, queues and shared memory',
    ]);
  });

  test('no main', () => {
    const [message] = failures({ 'a.c': 'int mian(void) { return 0; }' });
    expect(message).toBe(':0:0: error: the program has no `main` function');
  });

  test.each(['int main(void) { return 1; }', 'int main(int c, char **v) { return v[c] != 0; }'])(
    'two mains, %s',
    (second) => {
      expect(failures({ 'a.c': 'int main(void) { return 0; }', 'b.c': `\n${second}` })).toEqual([
        'b.c:2:5: error: `main` is defined twice: in a.c and in b.c',
        '  a.c:1:5: note: `main` is also defined here',
      ]);
    },
  );

  test('a main that nothing can start', () => {
    expect(failures({ 'a.c': 'char *main(void) { return 0; }' }, ['-w'])[0]).toContain("`main` can't be started");
  });

  test('a function and a variable defined twice', () => {
    const files = {
      'a.c': 'int x = 1;\nint f(void) { return 1; }\nint main(void) { return f(); }',
      'b.c': 'int f(void) { return 2; }\nint x = 2;',
    };
    expect(failures(files).filter((line) => !line.startsWith(' '))).toEqual(
      expect.arrayContaining([
        'b.c:1:5: error: `f` is defined twice: in a.c and in b.c',
        'b.c:2:5: error: `x` is defined twice: in a.c and in b.c',
      ]),
    );
  });

  test('a function declared with another type than it has', () => {
    const result = compile({ 'a.c': 'int f(int);\nint main(void) { return f(1); }', 'b.c': 'void f(void) {}' });
    expect(result.kind).toBe('linked');
    expect(summary(result.diagnostics)[0]).toBe(
      'a.c:2:25: warning: `f` is declared in a.c and in b.c with different types; a call passes what it has, and what is missing is undefined',
    );
  });
});

describe('bad input', () => {
  const main = 'int main(void) { return 0; }';

  test.each([
    [{ 'a.c': '' }, 'a.c:1:1: error: a.c is empty; a C program begins in a function named main'],
    [{ 'a.c': ' \n\t' }, 'a.c:1:1: error: a.c is empty; a C program begins in a function named main'],
    [{ 'a.h': 'int x;' }, ':0:0: error: there is no C source file (.c) to compile'],
    [{ 'a.cpp': main }, ':0:0: error: a.cpp is C++ by its name; only C (.c) is compiled'],
    [{ 'a.c': `#include "no.h"\n${main}` }, "a.c:1:10: fatal: 'no.h' file not found"],
    [{ 'a.c': `#include "lib"\n${main}`, 'lib/x.h': '' }, "a.c:1:10: fatal: 'lib' file not found"],
  ])('%j', (files, message) => {
    expect(failures(files)[0]).toBe(message);
  });

  test('text that is not UTF-8', () => {
    const latin1 = Uint8Array.from('// Gr\xfc\xdfe\nint main(void) { return 0; }', (c) => c.charCodeAt(0));
    expect(failures({ 'a.c': latin1 })).toEqual([
      'a.c:1:6: error: a.c is not UTF-8 text (byte 0xFC at offset 5); save it as UTF-8',
    ]);
    expect(failures({ 'a.c': Uint8Array.of(0xff, 0xfe, 0x69, 0) })[0]).toContain('a.c is UTF-16 text');
    const surrogate = Uint8Array.of(0x2f, 0x2f, 0x0a, 0x2f, 0x2f, 0xed, 0xa0, 0x80);
    expect(failures({ 'a.c': surrogate })[0]).toContain('a.c:2:3: error: a.c is not UTF-8 text (byte 0xED');
    expect(compile({ 'a.c': `\ufeff// é\n${main}` }).kind).toBe('linked');
  });

  test('flags', () => {
    expect(failures({ 'a.c': main }, ['-foo'])).toEqual([":0:0: error: unknown argument: '-foo'"]);
    expect(failures({ 'a.c': main }, ['-std=c42'])[0]).toContain("error: invalid value 'c42' in '-std=c42'");
    expect(summary(compile({ 'a.c': main }, ['-Wfoo', '-ox']).diagnostics)).toEqual([
      ":0:0: warning: '-o' has no effect: the program is run at once, not written to a file",
      expect.stringContaining(":0:0: warning: unknown warning option '-Wfoo'"),
    ]);
  });

  test('a crash of clang is reported, and the next compile works', () => {
    for (const pragma of ['crash', 'llvm_fatal_error', 'parser_crash']) {
      const lines = failures({ 'a.c': `#pragma clang __debug ${pragma}\n${main}` });
      expect(lines.join('\n'), pragma).toMatch(/fatal: (the compiler crashed in a\.c|error in backend)/);
      expect(compile({ 'a.c': main }).kind).toBe('linked');
    }
  });

  test('nesting without end', () => {
    const deep = `int main(void) { return ${'('.repeat(5000)}1${')'.repeat(5000)}; }`;
    // The engine's stack or clang's own limit, whichever comes first.
    expect(failures({ 'a.c': deep })[0]).toMatch(/nested too deeply|bracket nesting level exceeded/);
    const long = `int main(void) { return ${'1+'.repeat(60000)}1; }`;
    expect(['linked', 'failed']).toContain(compile({ 'a.c': long }).kind);
    expect(compile({ 'a.c': main }).kind).toBe('linked');
  });
});
