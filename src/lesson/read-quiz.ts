/**
 * The body of `:::quiz`: the question in Markdown, then the choices:
 *
 *     - [x] right | why
 *     - [ ] wrong | why
 */
import type { Choice, Quiz } from './model.ts';
import type { ProblemList } from './problem.ts';
import { readInline, readProse } from './prose.ts';

const CHOICE = /^[-*] \[([ xX])\] (.*)$/;

/** `line`: of the directive, `firstLine`: of the body. Undefined where problems were added. */
export function readQuiz(
  id: string,
  body: string,
  line: number,
  firstLine: number,
  problems: ProblemList,
): Omit<Quiz, 'line'> | undefined {
  const lines = body.split('\n');
  const first = lines.findIndex((text) => CHOICE.test(text));
  const question = lines.slice(0, first < 0 ? lines.length : first).join('\n');
  const written: { line: number; isRight: boolean; text: string }[] = [];
  for (const [i, text] of lines.entries()) {
    if (first < 0 || i < first) continue;
    const [, mark, choice] = CHOICE.exec(text) ?? [];
    if (mark !== undefined) written.push({ line: firstLine + i, isRight: mark !== ' ', text: choice! });
    else if (text.trim() !== '') written.at(-1)!.text += `\n${text.trim()}`;
  }
  if (question.trim() === '') problems.add(line, 'quiz', { kind: 'no-question' });
  if (written.length < 2) problems.add(line, 'quiz', { kind: 'too-few-choices' });
  else if (!written.some(({ isRight }) => isRight)) problems.add(line, 'quiz', { kind: 'none-right' });
  const choices: Choice[] = written.map(({ line, isRight, text }) => {
    const [said, why] = cutAtBar(text);
    return { isRight, text: readInline(said, line, problems), why: readInline(why, line, problems) };
  });
  return { kind: 'quiz', id, content: readProse(question, firstLine, problems), choices };
}

/** At the first bar that is not in code and not escaped. */
function cutAtBar(text: string): [string, string] {
  let isCode = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '`') isCode = !isCode;
    else if (text[i] === '\\' && !isCode) i++;
    else if (text[i] === '|' && !isCode) return [text.slice(0, i).trim(), text.slice(i + 1).trim()];
  }
  return [text.trim(), ''];
}
