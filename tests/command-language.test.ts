/** The command's own words, in the language that is asked for: its help, and what is wrong with a command line. */
import { expect, test } from 'vitest';
import { example, heapscope } from './heapscope-command.ts';

const COMMANDS = [
  [],
  ['run'],
  ['native'],
  ['report'],
  ['view'],
  ['lesson'],
  ['lesson', 'new'],
  ['lesson', 'check'],
  ['grade'],
];

/** Options: they are the same in each language. */
const namesIn = (help: string): (string | undefined)[] =>
  help
    .split('\n')
    .map((line) => /^ {2}(-\S+)/.exec(line)?.[1])
    .filter(Boolean);

test.each(COMMANDS.map((words) => [['heapscope', ...words].join(' '), words] as const))(
  '%s --help is in Chinese, down to each option',
  (_, words) => {
    const { code, stdout } = heapscope([...words, '--help'], { env: { LC_ALL: 'zh_CN.UTF-8' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^用法： heapscope /);
    const described = stdout.split('\n').filter((line) => /^ {2}\S/.test(line));
    expect(described.length).toBeGreaterThan(0);
    for (const line of described) expect(line).toMatch(/\p{Script=Han}/u);
    // Nor is any placeholder in English.
    expect(stdout).not.toMatch(/[<[][a-z=]+(\.\.\.)?[\]>]/);
    const english = heapscope([...words, '--help']).stdout;
    expect(english).not.toMatch(/\p{Script=Han}/u);
    expect(namesIn(english)).toEqual(namesIn(stdout));
  },
);

test.each([
  [['run'], "错误：缺少参数 '文件、选项'"],
  [['run', example('leak.c'), '--seed', 'x'], '应为 0 到 4294967295 之间的整数'],
  [['run', example('leak.c'), '--leak-check', 'maybe'], '可以是 no, summary, full, yes。'],
  [['lesson', 'chek'], "错误：没有命令 'chek'\n（是否想写 check？）"],
  [['lesson', 'new', 'a', 'b'], '错误：参数太多'],
  [['grade', 'a'], "错误：必须给出选项 '--checks <文件>'"],
  [['grade', 'a', '--checks', 'b', '--colour'], "错误：没有选项 '--colour'"],
  [['run', 'gone.c'], '无法读取 gone.c：没有这个文件'],
  [['report', example('leak.c')], '不是可以读取的记录：这不是 Heapscope 的记录（偏移 0）'],
  [['native'], '错误：要运行哪个程序？'],
])('%j is refused in Chinese', (words, said) => {
  const { code, stderr } = heapscope(words, { env: { LANG: 'zh_CN.UTF-8', LC_ALL: '' } });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

test('--lang decides, before and after what is wrong', () => {
  for (const words of [
    ['--lang', 'zh', '--seed', 'x'],
    ['--seed', 'x', '--lang=zh'],
  ])
    expect(heapscope(['run', example('leak.c'), ...words]).stderr).toContain('整数');
  expect(heapscope(['run', example('leak.c'), '--seed', 'x']).stderr).toMatch(
    /^error: option '--seed <number>'.* Not a whole/,
  );
});
