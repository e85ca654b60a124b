/**
 * Cuts a lesson's Markdown at its directives. A directive stands at the beginning of a line and outside of code:
 *
 *     ::show{line=12}            a leaf
 *     :::hint                    a container; its body goes up to a line of three colons
 *     ...
 *     :::
 */
import type { ProblemList } from './problem.ts';

export type Segment =
  | { readonly kind: 'prose'; readonly line: number; readonly text: string }
  | { readonly kind: 'leaf'; readonly line: number; readonly name: string; readonly attributes: string }
  | {
      readonly kind: 'container';
      readonly line: number;
      readonly name: string;
      readonly attributes: string;
      /** Of the body's first line. */
      readonly bodyLine: number;
      readonly body: string;
    };

const DIRECTIVE = /^(::+)([A-Za-z][\w-]*)?(.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** `firstLine`: of the text in its file. */
export function splitText(text: string, firstLine: number, problems: ProblemList): Segment[] {
  const segments: Segment[] = [];
  let open: { readonly line: number; readonly name: string; readonly attributes: string } | undefined;
  let from = 0;
  let fence: string | undefined;
  const lines = text.split('\n');
  const flush = (to: number): void => {
    const part = lines.slice(from, to).join('\n');
    const line = firstLine + from;
    if (open) segments.push({ kind: 'container', ...open, bodyLine: line, body: part });
    else if (part.trim() !== '') segments.push({ kind: 'prose', line, text: part });
  };
  for (const [i, text] of lines.entries()) {
    const mark = FENCE.exec(text)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && text.trim() === mark) fence = undefined;
      continue;
    }
    if (mark !== undefined) fence = mark;
    const [, colons, name, attributes = ''] = DIRECTIVE.exec(text) ?? [];
    if (colons === undefined) continue;
    const line = firstLine + i;
    if (name === undefined) {
      if (colons.length !== 3 || attributes.trim() !== '' || !open) problems.add(line, '', { kind: 'attributes' });
      else flush(i);
      open = undefined;
    } else if (open) {
      problems.add(line, name, { kind: 'misplaced', name: open.name });
      continue;
    } else {
      flush(i);
      if (colons.length === 2) segments.push({ kind: 'leaf', line, name, attributes });
      else open = { line, name, attributes };
    }
    from = i + 1;
  }
  if (open) problems.add(open.line, open.name, { kind: 'unclosed', name: open.name });
  else flush(lines.length);
  return segments;
}
