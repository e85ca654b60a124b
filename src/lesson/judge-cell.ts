/**
 * What a reader filled in, against the recording. Lenient: numbers in any base, characters with or without quotes, blanks and
 * the case of letters don't matter. Small, and without the engine: the page has it from the start.
 */
import type { Atom, CellAnswer } from './answer.ts';
import { judgeAtom } from './judge-atom.ts';
import type { Verdict } from './verdict.ts';

/** `given`: what was typed or the id of what was chosen; for leaks the numbers of the blocks that were ticked. */
export function judgeCell(answer: CellAnswer, given: string | readonly number[]): Verdict {
  if (answer.kind === 'leaks') return judgeLeaks(answer.right, typeof given === 'string' ? [] : given);
  const typed = typeof given === 'string' ? given.trim() : '';
  if (typed === '' && !(answer.kind === 'output' && answer.text.trim() === '')) return { verdict: 'empty' };
  switch (answer.kind) {
    case 'value':
      return judgeValue(answer.atoms, typed);
    case 'points-to':
    case 'finding-kind':
      return { verdict: typed === answer.right ? 'right' : 'wrong' };
    case 'output':
      return judgeText(answer.text, typed);
    case 'finding-line':
    case 'visits':
      return judgeAtom({ kind: 'integer', value: String(answer.right), bits: 53 }, typed);
  }
}

function judgeLeaks(right: readonly number[], given: readonly number[]): Verdict {
  const isMissing = right.some((block) => !given.includes(block));
  const isTooMuch = given.some((block) => !right.includes(block));
  if (!isMissing && !isTooMuch) return { verdict: 'right' };
  return { verdict: 'wrong', ...(isMissing !== isTooMuch && { note: isMissing ? 'missing' : 'too-many' }) };
}

function judgeValue(atoms: readonly Atom[], typed: string): Verdict {
  const [only] = atoms;
  if (atoms.length === 1 && only) return judgeAtom(only, typed.replace(/^\{(.*)\}$/s, '$1').trim());
  const parts = partsOf(typed);
  if (parts.length !== atoms.length)
    return { verdict: 'wrong', note: parts.length < atoms.length ? 'missing' : 'too-many' };
  const verdicts = atoms.map((atom, i) => judgeAtom(atom, parts[i]!));
  return verdicts.find(({ verdict }) => verdict === 'wrong') ?? verdicts.find(({ note }) => note) ?? verdicts[0]!;
}

/** `{1, 2, 3}`, `1 2 3` and `{.x = 1, .y = 'a'}` -> the values; what is in quotes stays together. */
function partsOf(typed: string): string[] {
  const parts = typed.match(/'(?:\\.|[^'\\])+'|"(?:\\.|[^"\\])*"|[^\s,;{}=]+(?:\s*=)?/g) ?? [];
  return parts.filter((part) => !part.endsWith('='));
}

/** Blanks are compared as one, and lines without what stands at their ends. */
function judgeText(wanted: string, typed: string): Verdict {
  const [right, given] = [normal(wanted), normal(typed)];
  if (right === given) return { verdict: 'right' };
  if (right.toLowerCase() === given.toLowerCase()) return { verdict: 'close', note: 'case' };
  const squeezed = (text: string): string => text.replaceAll(/\s/g, '');
  return squeezed(right) === squeezed(given) ? { verdict: 'close', note: 'blanks' } : { verdict: 'wrong' };
}

function normal(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines
    .map((line) => line.trim().replaceAll(/[ \t]+/g, ' '))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
