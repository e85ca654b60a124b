/** lesson.LANGUAGE.md -> LessonText. */
import * as v from 'valibot';
import { readAttributes } from './attributes.ts';
import type { Block, LessonText } from './model.ts';
import { readPredict, readShow, readWith, type DirectivePlace } from './place-attributes.ts';
import type { ProblemList } from './problem.ts';
import { readProse } from './prose.ts';
import { readCells } from './read-cells.ts';
import { readQuiz } from './read-quiz.ts';
import { readYaml } from './read-yaml.ts';
import { splitText, type Segment } from './split-text.ts';

/** Longer texts are refused: what reads Markdown is not made for them, nor are people. */
export const MOST_CHARACTERS = 60_000;

const Line = v.pipe(v.string('text-not-empty'), v.trim(), v.minLength(1, 'text-not-empty'));
const FrontMatter = v.strictObject({ title: Line, about: Line }, 'table');
const Id = v.strictObject({ id: v.pipe(v.string('identifier'), v.regex(/^[\w-]+$/, 'identifier')) });
const Nothing = v.strictObject({});

const DIRECTIVES = ['show', 'predict', 'exercise', 'hint', 'quiz'] as const;
const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/;

/** Undefined where problems were added; those with which a text can still be read leave it whole. */
export function readText(written: string, problems: ProblemList): LessonText | undefined {
  if (written.length > MOST_CHARACTERS) {
    problems.add(1, '', { kind: 'too-long', most: MOST_CHARACTERS });
    return undefined;
  }
  const text = written.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const front = FRONT_MATTER.exec(text);
  if (!front) {
    problems.add(1, '', { kind: 'no-front-matter' });
    return undefined;
  }
  const read = readYaml(front[1]!, FrontMatter, problems, 2);
  const firstLine = front[0].split('\n').length;
  const segments = splitText(text.slice(front[0].length), firstLine, problems);
  const blocks = segments.flatMap((segment) => blockOf(segment, problems) ?? []);
  checkIds(blocks, problems);
  return read && { ...read.value, blocks };
}

function blockOf(segment: Segment, problems: ProblemList): Block | undefined {
  const { line } = segment;
  if (segment.kind === 'prose') return { line, kind: 'prose', content: readProse(segment.text, line, problems) };
  const { name, kind } = segment;
  const where: DirectivePlace = { line, name, problems };
  if (!DIRECTIVES.some((one) => one === name) || (name === 'show') !== (kind === 'leaf')) {
    const known = ['::show', ...DIRECTIVES.slice(1).map((one) => `:::${one}`)];
    problems.add(line, name, { kind: 'unknown-directive', name: `${kind === 'leaf' ? '::' : ':::'}${name}`, known });
    return undefined;
  }
  const attributes = readAttributes(segment.attributes);
  if (!attributes) {
    problems.add(line, name, { kind: 'attributes' });
    return undefined;
  }
  if (segment.kind === 'leaf') {
    const show = readShow(attributes, where);
    return show && { line, kind: 'show', show };
  }
  return containerOf(segment, attributes, where);
}

function containerOf(
  segment: Segment & { readonly kind: 'container' },
  attributes: ReadonlyMap<string, string>,
  where: DirectivePlace,
): Block | undefined {
  const { line, name, body, bodyLine } = segment;
  const { problems } = where;
  if (name === 'predict') {
    const predict = readPredict(attributes, where);
    const { content, cells } = readCells(body, bodyLine, problems);
    if (cells.length === 0) problems.add(line, name, { kind: 'no-cells' });
    return predict && { line, kind: 'predict', ...predict, content, cells };
  }
  if (name === 'quiz') {
    const id = readWith(Id, attributes, where)?.id;
    const quiz = readQuiz(id ?? '', body, line, bodyLine, problems);
    return id === undefined || !quiz ? undefined : { line, ...quiz };
  }
  if (!readWith(Nothing, attributes, where)) return undefined;
  return { line, kind: name === 'hint' ? 'hint' : 'exercise', content: readProse(body, bodyLine, problems) };
}

function checkIds(blocks: readonly Block[], problems: ProblemList): void {
  const lines = new Map<string, number>();
  let exercise: number | undefined;
  for (const block of blocks) {
    const { line, kind } = block;
    if (kind === 'exercise') {
      if (exercise !== undefined)
        problems.add(line, kind, { kind: 'second-exercise', name: kind, firstLine: exercise });
      exercise ??= line;
    }
    if (kind !== 'predict' && kind !== 'quiz') continue;
    const firstLine = lines.get(block.id);
    if (firstLine !== undefined) problems.add(line, `${kind}.id`, { kind: 'duplicate-id', name: block.id, firstLine });
    else lines.set(block.id, line);
  }
}
