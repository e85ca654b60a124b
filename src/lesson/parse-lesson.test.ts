import { expect, test } from 'vitest';
import { LOCALES } from '../i18n/format.ts';
import { LESSON_WORDS, lessonMessages, problemText } from './messages.ts';
import type { Lesson } from './model.ts';
import { parseLesson } from './parse-lesson.ts';
import { FILES, SETTINGS, TEXT } from './testing/lesson-files.fixture.ts';

function parsed(files: Readonly<Record<string, string>> = FILES): Lesson {
  const result = parseLesson('01-boxes', files);
  if (result.kind === 'refused') throw new Error(problems(files).join('\n'));
  return result.lesson;
}

function problems(files: Readonly<Record<string, string>>): string[] {
  const result = parseLesson('01-boxes', files);
  if (result.kind === 'lesson') return [];
  return result.problems.map((problem) => problemText(problem, lessonMessages('en')));
}

/** The problems of a text that stands in both languages, of the English one. */
function inText(text: string): string[] {
  return problems({ ...FILES, 'lesson.en.md': text, 'lesson.zh.md': text }).filter((one) =>
    one.startsWith('lesson.en'),
  );
}

const FRONT = '---\ntitle: T\nabout: A.\n---\n';

test('a lesson is what its files say, and survives JSON', () => {
  const lesson = parsed();
  expect(JSON.parse(JSON.stringify(lesson))).toEqual(lesson);
  expect(lesson.texts['zh']?.title).toBe('盒子');
  expect(lesson.settings.programs['start']).toEqual({ files: ['start.c'], flags: [], args: [], stdin: '', env: {} });
  expect(lesson.settings.solution).toEqual(['solution.c']);
  expect(lesson.settings.checks.map(({ kind }) => kind)).toEqual([
    ...['no-findings', 'findings', 'output', 'exit', 'allocations-at-most'],
    ...['frees', 'malloc-failing', 'schedules', 'uses'],
  ]);
  const { blocks } = lesson.texts.en;
  expect(blocks.map(({ kind, line }) => `${kind} ${line}`)).toEqual([
    ...['prose 5', 'show 10', 'prose 11', 'predict 17', 'exercise 26', 'hint 30', 'quiz 34', 'show 42'],
  ]);
  expect(blocks[1]).toMatchObject({
    show: { program: 'start', at: { kind: 'line', line: 5, time: 1 }, variable: 'main.count' },
  });
  expect(blocks[3]).toMatchObject({ id: 'first', at: { kind: 'line', line: 6, time: 'last' } });
  expect(blocks[7]).toMatchObject({ show: { at: { kind: 'end' }, view: 'heap' } });
});

test('Markdown becomes data; markup is text, and directives in code are code', () => {
  const { blocks } = parsed().texts.en;
  const content = blocks.flatMap((block) => (block.kind === 'prose' ? block.content : []));
  expect(content[1]).toEqual({
    kind: 'paragraph',
    content: [
      { kind: 'text', text: 'The ' },
      { kind: 'emphasis', content: [{ kind: 'text', text: 'stack' }] },
      { kind: 'text', text: ' has ' },
      { kind: 'code', text: 'count' },
      { kind: 'text', text: ', see ' },
      { kind: 'link', href: 'https://example.org/a?b=1&c=2', content: [{ kind: 'text', text: 'here' }] },
      { kind: 'text', text: ' & <b>there</b>.' },
    ],
  });
  expect(content[2]).toEqual({ kind: 'code', language: 'c', text: '::show{line=99}\n:::hint' });
  const evil = parsed({
    ...FILES,
    'lesson.en.md': TEXT.replace('# Boxes', '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>'),
  });
  expect(JSON.stringify(evil.texts.en.blocks[0])).toContain(
    JSON.stringify({ kind: 'text', text: '<script>alert(1)</script>' }),
  );
});

test('what is asked: cells and choices, with their words', () => {
  const { blocks } = parsed().texts.en;
  expect(blocks.find(({ kind }) => kind === 'predict')).toMatchObject({
    content: [{ kind: 'paragraph' }],
    cells: [
      { kind: 'value', variable: 'main.count', label: [{ text: 'a ' }, { kind: 'strong' }] },
      { kind: 'points-to', variable: 'main.p' },
      { kind: 'leaks' },
      { kind: 'output' },
    ],
  });
  expect(blocks.find(({ kind }) => kind === 'quiz')).toMatchObject({
    choices: [
      { isRight: true, why: [{ text: 'Yes: ' }, { kind: 'code', text: 'a | b' }, {}] },
      { isRight: false, text: [{ text: 'It clears,\nall of it.' }], why: [{ text: 'No.' }] },
    ],
  });
});

test('broken front matter: file, line and field', () => {
  expect(inText('---\ntitle: T\nabuot: A.\n---\n')).toEqual([
    'lesson.en.md:2: about: this field is missing',
    'lesson.en.md:3: abuot: there is no such field; there are title',
  ]);
  expect(inText('---\ntitle: 12\nabout: ""\n---\n')).toEqual([
    'lesson.en.md:2: title: expected some text',
    'lesson.en.md:3: about: expected some text',
  ]);
  expect(inText('---\ntitle: [\nabout: A.\n---\n')[0]).toMatch(/^lesson\.en\.md:[345]: this is not YAML: /);
  expect(inText('# No front matter\n')[0]).toMatch(/^lesson\.en\.md:1: the text must begin with/);
  expect(problems({ ...FILES, 'lesson.yaml': 'minutes: soon\nprograms:\n  start:\n    files: [begin.c]\n' })).toEqual([
    'lesson.yaml:1: minutes: expected a whole number from 1 up',
  ]);
});

test('files that are not there, and programs that nobody named', () => {
  const { 'lesson.zh.md': _, ...withoutChinese } = FILES;
  expect(problems(withoutChinese)).toEqual(['lesson.zh.md:1: this file is missing']);
  expect(problems({ ...FILES, 'lesson.yaml': 'programs:\n  start:\n    files: [begin.c]\n' })).toEqual([
    'lesson.yaml:3: programs.start.files[0]: there is no file begin.c here',
  ]);
  expect(inText(`${FRONT}::show{line=1 program=other}\n`)).toEqual([
    'lesson.en.md:5: show.program: there is no program "other" in lesson.yaml; there are start',
  ]);
});

test('checks: unknown ones, wrong values, the line of each', () => {
  const yaml = 'checks:\n  - no-fnidings\n  - exit: "0"\n  - findings: [{kind: leek}]\n  - uses: 1x\n';
  expect(problems({ ...FILES, 'lesson.yaml': yaml }).map((one) => one.split(';')[0])).toEqual([
    'lesson.yaml:2: checks[0]: there is no check "no-fnidings"',
    'lesson.yaml:3: checks[1].exit: expected a whole number from 0 up',
    'lesson.yaml:4: checks[2].findings[0].kind: expected a kind of finding, such as leak or use-after-free',
    'lesson.yaml:5: checks[3].uses: expected a name made of letters, digits and _',
  ]);
});

test('wrong directives are named with their line', () => {
  expect(inText(`${FRONT}\n::shwo{line=1}\n\n:::show{line=1}\n:::\n`)).toEqual([
    'lesson.en.md:6: shwo: there is no directive ::shwo; there are ::show, :::predict, :::exercise, :::hint, :::quiz',
    'lesson.en.md:8: show: there is no directive :::show; there are ::show, :::predict, :::exercise, :::hint, :::quiz',
  ]);
  expect(inText(`${FRONT}::show{line=zero}\n::show{line=2 colour=red}\n::show{}\n::show{time=2}\n`)).toEqual([
    'lesson.en.md:5: show.line: expected a whole number from 1 up',
    expect.stringMatching(/^lesson\.en\.md:6: show\.colour: there is no such field; there are program, file, line/),
    'lesson.en.md:7: show: says neither a moment (line=, finding=, at=start, at=end) nor anything to show',
    'lesson.en.md:8: show.line: this field is missing',
  ]);
  expect(inText(`${FRONT}::show{line=1 finding=2}\n::show{line=1\n`)).toEqual([
    'lesson.en.md:5: show: names more than one moment: only one of line=, finding= and at= can be',
    expect.stringMatching(/^lesson\.en\.md:6: show: not written as a directive is/),
  ]);
  expect(inText(`${FRONT}:::hint\n::show{line=1}\n:::\n:::exercise\nNever closed.\n`)).toEqual([
    "lesson.en.md:6: show: a directive can't stand inside :::hint; is a line ::: missing before it?",
    'lesson.en.md:8: exercise: :::exercise is not closed by a line :::',
  ]);
});

test('ids are unique, and there is one exercise', () => {
  const quiz = ':::quiz{id=a}\nQ?\n- [x] yes\n- [ ] no\n:::\n';
  expect(inText(`${FRONT}${quiz}${quiz}:::exercise\nA\n:::\n:::exercise\nB\n:::\n`)).toEqual([
    'lesson.en.md:10: quiz.id: the id "a" is already taken in line 5',
    'lesson.en.md:18: exercise: a lesson has one exercise, and it is in line 15',
  ]);
});

test('questions without choices, predictions without cells', () => {
  expect(inText(`${FRONT}:::quiz{id=a}\nQ?\n- [ ] one\n- [ ] two\n:::\n:::quiz{id=b}\n- [x] one\n:::\n`)).toEqual([
    'lesson.en.md:5: quiz: no choice is right: mark one with [x]',
    'lesson.en.md:10: quiz: there is no question before the choices',
    'lesson.en.md:10: quiz: there must be two choices or more, each on a line that begins with "- [x] " or "- [ ] "',
  ]);
  expect(inText(`${FRONT}:::predict{id=a line=1}\n? weight main.p\n? value 3x\n? leaks all\n:::\n`)).toEqual([
    'lesson.en.md:5: predict: nothing is asked: write lines that begin with "? ", such as "? value main.count"',
    expect.stringMatching(/^lesson\.en\.md:6: predict: nothing like "weight" can be asked; there are value, points-to/),
    'lesson.en.md:7: value: expected a variable, as FUNCTION.NAME or the NAME of a global, or a part of it, as main.p->next or main.a[2]',
    'lesson.en.md:8: leaks: expected nothing after it',
  ]);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  '&#106;avascript:alert(1)',
  'data:text/html,x',
  'file:///x',
  '//x',
])('a link to %s is refused', (href) => {
  expect(inText(`${FRONT}One.\n\nTwo [x](${href}).\n`)).toHaveLength(1);
  expect(inText(`${FRONT}One.\n\nTwo [x](${href}).\n`)[0]).toMatch(/^lesson\.en\.md:7: links may lead to/);
});

test('images are refused, and so are texts of a megabyte', () => {
  expect(inText(`${FRONT}![x](https://example.org/x.png)\n`)).toEqual([
    'lesson.en.md:5: images are not shown: let ::show set the picture instead',
  ]);
  expect(inText(FRONT + 'x'.repeat(2 ** 20))).toEqual(['lesson.en.md:1: longer than 60,000 characters']);
});

test('quotes in quotes without end are refused', () => {
  expect(inText(`${FRONT}Fine.\n\n${'> '.repeat(20_000)}x\n`)).toEqual([
    'lesson.en.md:5: too deep: quotes and lists inside each other',
  ]);
});

test('all languages lead the picture in the same way', () => {
  const other = TEXT.replace('line=5', 'line=7');
  expect(problems({ ...FILES, 'lesson.zh.md': other })).toEqual([
    'lesson.zh.md:10: show: lesson.en.md:10 has "show program=start kind=line line=5 time=1 variable=main.count" here',
  ]);
  expect(problems({ ...FILES, 'lesson.zh.md': TEXT.replace(/\n::show\{at=end.*\n/, '\n') })).toEqual([
    'lesson.zh.md:34: show: lesson.en.md:42 has "show program=start kind=end view=heap" here',
  ]);
});

test('YAML that unfolds without end is refused', () => {
  const bomb = `a: &a [${'x,'.repeat(9)}x]\n${'bcdefgh'
    .split('')
    .map((name, i) => `${name}: &${name} [${`*${'abcdefg'[i]},`.repeat(9)}*${'abcdefg'[i]}]`)
    .join('\n')}\n`;
  expect(problems({ ...FILES, 'lesson.yaml': SETTINGS + bomb }).join()).toContain('this is not YAML');
});

test('every problem has words of its own in every language', async () => {
  const text = `${FRONT}![x](y)\n[a](javascript:b)\n::show{line=0}\n:::hint\n`;
  const result = parseLesson('x', { 'lesson.yaml': 'chekcs: []', 'lesson.en.md': text });
  if (result.kind === 'lesson') throw new Error('it should be refused');
  for (const language of LOCALES) {
    await LESSON_WORDS.fetch(language);
    const said = result.problems.map((problem) => problemText(problem, lessonMessages(language)));
    expect(new Set(said).size).toBe(result.problems.length);
  }
});
