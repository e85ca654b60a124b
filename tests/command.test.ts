/** The command: what it takes, prints and ends with. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../src/report/json-report.ts';
import { COMMAND, example, heapscope, json, ROOT, source, WORK } from './heapscope-command.ts';

describe('heapscope run', () => {
  it('passes the output through and names the leaked block, its function and line', () => {
    const { code, stdout, stderr } = heapscope(['run', 'examples/leak.c'], { cwd: ROOT });
    expect(stdout).toBe('first message\nthe second message\nHello, Ada!\n');
    expect(stderr).toMatch(/^examples\/leak\.c:20:\d+: leak: 30 bytes in 1 block are definitely lost/m);
    expect(stderr).toContain('   20 |     char *line = malloc(30);');
    expect(stderr).toMatch(
      /^examples\/leak\.c:26:\d+: note: the last pointer to the block was lost here, in greet\(\)/m,
    );
    expect(code).toBe(0);
    expect(stderr).not.toContain('\x1b');
  });

  it('prints one JSON object with everything', () => {
    const { code, report } = json([example('double-free.c'), '--error-exitcode', '9']);
    expect(code).toBe(9);
    expect(report).toMatchObject({
      version: 1,
      exit: { kind: 'exit', code: 0 },
      stdout: 'Grace owns 100\nclosing the account of Grace\n',
      stderr: '',
      allocations: { count: 1, frees: 1, bytes: 20, libc: { count: 0, bytes: 0 }, peakBytes: 20 },
      diagnostics: [],
    });
    expect(report.findings).toHaveLength(1);
    const [finding] = report.findings;
    expect(finding).toMatchObject({ kind: 'double-free', process: 0, count: 1 });
    const own = (stack: JsonReport['findings'][number]['stack'] = []): (string | number)[] => {
      const frame = stack.find((one) => one.libc !== true);
      return [frame?.function ?? '', frame?.line ?? 0, path.basename(frame?.file ?? '')];
    };
    expect(own(finding?.stack)).toEqual(['main', 32, 'double-free.c']);
    expect(own(finding?.freed?.stack)).toEqual(['close_account', 22, 'double-free.c']);
    expect(own(finding?.allocated?.stack)).toEqual(['make_name', 12, 'double-free.c']);
    expect(finding!.allocated!.step).toBeLessThan(finding!.freed!.step);
    expect(finding!.freed!.step).toBeLessThan(finding!.step);
  });

  it('ends as the program does, and gives it what follows --', () => {
    const clean = heapscope(['run', example('arguments.c'), '--error-exitcode', '9', '--', '1', '--json', 'x', '-O2']);
    expect(clean.stdout).toBe('sum 1\n');
    expect(clean.stderr).toContain("'--json' is not a number\n'x' is not a number\n'-O2' is not a number\n");
    expect(clean.code).toBe(2);
  });

  it('takes several files, headers of the user’s own, and clang’s flags anywhere', () => {
    source(
      'app/src/main.c',
      '#include <stdio.h>\n#include "../list.h"\n#include <shared.h>\nint main(void) { printf("%d %d\\n", SIZE, list() + SHARED); return 0; }\n',
    );
    source('app/src/list.c', '#include "../list.h"\nint list(void) { return 40; }\n');
    source('app/list.h', 'int list(void);\n');
    source('common/shared.h', '#define SHARED 2\n');
    const outside = heapscope(['run', '-D', 'SIZE=7', '../src/main.c', '-I../../common', '../src/list.c', '-std=c99'], {
      cwd: path.join(WORK, source('app/here/x', '').replace('/x', '')),
    });
    expect(outside).toMatchObject({ stdout: '7 42\n', code: 0 });
  });

  it('shows the compiler’s warnings and runs', () => {
    source('warn.c', '#include <stdio.h>\nint main(void) { int unused; printf("ran\\n"); return 3; }\n');
    const { code, stdout, stderr } = heapscope(['run', 'warn.c']);
    expect(stderr).toContain("warn.c:2:22: warning: unused variable 'unused' [-Wunused-variable]\n    2 | int main");
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'ran\n' });
    expect(heapscope(['run', 'warn.c', '-w']).stderr).not.toContain('warning');
  });

  it('speaks Chinese and colours when asked to', () => {
    const { stderr } = heapscope(['run', example('leak.c'), '--lang', 'zh'], { env: { FORCE_COLOR: '1' } });
    expect(stderr).toContain('确定丢失');
    expect(stderr).toContain('\x1b[1;35mleak:');
  });
});

describe('standard input', () => {
  it('comes from a file', () => {
    source('words.txt', 'b a b\n');
    const { stdout } = heapscope(['run', example('word-count.c'), '--stdin', 'words.txt'], { input: 'unused' });
    expect(stdout).toBe('  2 b\n  1 a\n');
  });

  it('is the command’s own otherwise, and nothing is printed twice', () => {
    const { stdout, code } = heapscope(['run', example('guessing-game.c')], { input: '50\n25\n42\n' });
    expect(stdout).toBe(
      'I have a number from 1 to 100.\nYour guess: Too large.\nYour guess: Too small.\nYour guess: Right, after 3 tries.\n',
    );
    expect(code).toBe(0);
  });

  it('is asked for when the program wants it, line by line', async () => {
    const command = spawn(process.execPath, [COMMAND, 'run', example('guessing-game.c')], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const answers = ['60', '20', '42'];
    let stdout = '';
    command.stdout.on('data', (bytes: Buffer) => {
      stdout += bytes.toString();
      const asked = stdout.split('Your guess: ').length - 1;
      if (stdout.endsWith('Your guess: ')) command.stdin.write(`${answers[asked - 1]}\n`);
    });
    const code = await new Promise((resolve) => command.on('close', resolve));
    expect(stdout).toBe(
      'I have a number from 1 to 100.\nYour guess: Too large.\nYour guess: Too small.\nYour guess: Right, after 3 tries.\n',
    );
    expect(code).toBe(0);
  });

  it('is not waited for by a program that reads none', async () => {
    const command = spawn(process.execPath, [COMMAND, 'run', example('hanoi.c')], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    expect(await new Promise((resolve) => command.on('close', resolve))).toBe(0);
  });
});

describe('ends of a run', () => {
  it.each([
    ['division-by-zero.c', 136, 'division by zero'],
    ['endless-recursion.c', 139, 'the stack is full'],
  ])('%s: exit code %i', (name, expected, words) => {
    const { code, stderr } = heapscope(['run', example(name)]);
    expect(stderr).toContain(`the program was stopped: ${words}`);
    expect(code).toBe(expected);
  });

  it('an endless loop ends at the limit, and what it printed is there', () => {
    source('loop.c', '#include <stdio.h>\nint main(void) { printf("begun\\n"); for (volatile int i = 0;; i++) {} }\n');
    const { code, stdout, stderr } = heapscope(['run', 'loop.c', '--time-limit', '1']);
    expect(stdout).toBe('begun\n');
    expect(stderr).toContain('it ran for more than 1 second');
    expect(code).toBe(124);
  });

  it('Ctrl+C ends the program and keeps the report', async () => {
    const text = 'free(malloc(5)); printf("begun\\n"); for (volatile int i = 0;; i++) {}';
    source('forever.c', `#include <stdio.h>\n#include <stdlib.h>\nint main(void) { ${text} }\n`);
    const words = [COMMAND, 'run', 'forever.c'];
    const command = spawn(process.execPath, words, { cwd: WORK, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    command.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    command.stdout.once('data', () => command.kill('SIGINT'));
    expect(await new Promise((resolve) => command.on('close', resolve))).toBe(130);
    expect(stderr).toContain('the program was stopped before its end');
    expect(stderr).toContain('1 allocation, 1 free');
  });

  it('a program that allocates without end ends when its recording is full, with its report', () => {
    source(
      'spin.c',
      '#include <stdlib.h>\nint main(void) {\n  free(malloc(0x80000000));\n  for (;;) free(malloc(9));\n}\n',
    );
    const { code, stdout } = heapscope(['run', 'spin.c', '--json', '--recording-limit', '4']);
    const report = JSON.parse(stdout) as { exit: object; findings: { kind: string }[]; allocations: { count: number } };
    expect(report.exit).toMatchObject({ kind: 'limit', reason: 'memory' });
    expect(report.findings.map(({ kind }) => kind)).toEqual(['bad-malloc-size']);
    expect(report.allocations.count).toBeGreaterThan(50_000);
    expect(code).toBe(124);
  });

  it('a loop of no statements ends at the limit too', () => {
    source('still.c', 'int main(void) { for (;;); }\n');
    expect(heapscope(['run', 'still.c', '--time-limit', '1']).code).toBe(124);
  });
});

describe('bad input', () => {
  it('on which clang is busy for long: gives up at the limit', () => {
    // 65,536 variables in scopes of their own.
    const macros = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `#define S${n} ${`S${n - 1} `.repeat(4)}\n`).join('');
    const text = `void use(int *i);\n#define S1 { int i = 1; use(&i); }\n${macros}void use(int *i) { *i = 2; }\nint main(void) { S9 return 0; }\n`;
    source('scopes.c', text);
    const { code, stderr } = heapscope(['run', 'scopes.c', '--compile-limit', '2']);
    expect(stderr).toBe(
      'heapscope: error: clang was not done after 2 seconds, and was stopped (see --compile-limit)\n',
    );
    expect(code).toBe(2);
  });

  const latin1 = Uint8Array.from(
    [...'int main(void) { return 0; } // gr'].map((c) => c.charCodeAt(0)).concat(0xfc, 0x0a),
  );
  it.each<[string, readonly string[], RegExp]>([
    ['an unreadable file', ['missing.c'], /can't read missing\.c: no such file/],
    ['a directory', ['.'], /can't read \.: it is a directory/],
    ['an empty file', [source('empty.c', '')], /empty/],
    ['no main', [source('nomain.c', 'int f(void) { return 1; }\n')], /main/],
    [
      'two mains',
      [source('one.c', 'int main(void) { return 1; }\n'), source('two.c', 'int main(void) { return 2; }\n')],
      /main/,
    ],
    ['a file that is not UTF-8', [source('latin1.c', latin1)], /not UTF-8/],
    [
      'an unknown flag',
      [source('fine.c', 'int main(void) { return 0; }\n'), '-fnonsense'],
      /unknown argument: '-fnonsense'/,
    ],
    [
      'a missing header',
      [source('header.c', '#include "none.h"\nint main(void) { return 0; }\n')],
      /'none\.h' file not found/,
    ],
    ['a syntax error', [source('syntax.c', 'int main(void) { return 0 }\n')], /syntax\.c:1:26: error: expected ';'/],
    [
      'a missing function',
      [source('undefined.c', 'int frobnicate(void);\nint main(void) { return frobnicate(); }\n')],
      /frobnicate/,
    ],
    ['no input file', ['fine.c', '--stdin', 'missing.txt'], /can't read missing\.txt: no such file/],
    ['a place that can’t be written', ['fine.c', '--record', 'no/such/place'], /can't write no\/such\/place/],
  ])('%s: said, with exit code 2', (_, words, message) => {
    const { code, stdout, stderr } = heapscope(['run', ...words]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\bat .*\.js:\d+/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('is in the JSON object as diagnostics', () => {
    const { code, report } = json(['syntax.c']);
    expect(code).toBe(2);
    expect(report.exit).toBeNull();
    expect(report.diagnostics[0]).toMatchObject({ severity: 'error', file: 'syntax.c', line: 1, column: 26 });
    const missing = { file: 'syntax.c', line: 1, column: 26 };
    expect(report.diagnostics[0]?.fixIts).toEqual([{ start: missing, end: missing, replacement: ';' }]);
    expect(json(['missing.c']).report.diagnostics[0]?.message).toContain("can't read missing.c");
  });

  it.each([[[]], [['run']], [['walk', 'a.c']], [['run', 'fine.c', '--error-exitcode', 'many']], [['report']]])(
    'a command line that makes no sense: %j',
    (words) => {
      const { code, stderr } = heapscope(words);
      expect(code).toBe(2);
      expect(stderr).toMatch(/error:|Usage:/);
    },
  );
});

describe('recordings', () => {
  it('are reported later as they were at once', () => {
    const live = heapscope(['run', example('leak-cycle.c'), '--record', 'run.heapscope'], { cwd: WORK });
    const later = heapscope(['report', 'run.heapscope']);
    const findings = (text: string): string => text.replaceAll(`${ROOT}/examples/`, '');
    expect(findings(later.stdout)).toBe(findings(live.stderr));
    expect(later).toMatchObject({ stderr: '', code: 0 });
    expect(heapscope(['report', 'run.heapscope', '--error-exitcode', '4']).code).toBe(4);
    const report = JSON.parse(heapscope(['report', 'run.heapscope', '--json']).stdout) as JsonReport;
    expect(report.findings[0]?.lost?.stack.map((frame) => `${frame.function}:${frame.line}`)).toEqual([
      'seat_opposite:36',
      'main:41',
      '_start:0',
    ]);
    expect(report).toMatchObject({ version: 1, exit: { kind: 'exit', code: 0 }, stdout: 'opposite of 1 sits 3\n' });
  });

  it('that are damaged are read up to the damage, or refused with the offset', () => {
    heapscope(['run', example('leak.c'), '--record', 'whole.heapscope']);
    const whole = readFileSync(path.join(WORK, 'whole.heapscope'));
    source('cut.heapscope', whole.subarray(0, whole.length - 5));
    const cut = heapscope(['report', 'cut.heapscope']);
    expect(cut.stdout).toMatch(/the recording is damaged at offset [\d,]+/);
    expect(cut.stdout).toContain('leak: 30 bytes');
    source('text.heapscope', 'this is no recording');
    const text = heapscope(['report', 'text.heapscope']);
    expect(text.stderr).toMatch(/not a recording that can be read: .*offset 0/);
    expect(text.code).toBe(2);
    expect(heapscope(['report', 'missing']).stderr).toContain("can't read missing: no such file");
  });
});
