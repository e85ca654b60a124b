import type { StackLine } from '../replay/timeline.ts';
import { excerpt } from './excerpt.ts';
import type { QuotedSource } from './excerpt.ts';
import type { ReportMessages } from './messages.ts';
import type { Style } from './style.ts';

export interface TextContext {
  readonly sources: readonly QuotedSource[];
  readonly messages: ReportMessages;
  readonly style: Style;
}

/** "list.c:12:5", with as much as is known; '' if nothing is. */
export function placeText({ file, line, column }: Pick<StackLine, 'file' | 'line' | 'column'>): string {
  if (file === '') return '';
  return [file, ...(line > 0 ? [line] : []), ...(line > 0 && column > 0 ? [column] : [])].join(':');
}

/** The innermost line of the program's own, at which a person should look first. */
export function ownLine(stack: readonly StackLine[]): StackLine | undefined {
  return stack.find((line) => !line.libc && line.line > 0) ?? stack.find((line) => !line.libc) ?? stack[0];
}

/**
 * A place, a label and a text, the line of source, and the calls that led there; of `calls` in all the stack has the outermost and
 * the innermost ones.
 */
export function stackText(head: string, stack: readonly StackLine[], context: TextContext, calls = 0): string[] {
  const { sources, style, messages } = context;
  const own = ownLine(stack);
  const place = own === undefined ? '' : placeText(own);
  const lines = [place === '' ? head : `${style.bold(`${place}:`)} ${head}`];
  if (own === undefined) return [...lines, `      ${style.dim(messages.noStack)}`];
  const position = stack.indexOf(own);
  lines.push(...excerpt(sources, own, style));
  for (const inner of stack.slice(0, position).reverse()) lines.push(`      ${style.dim(innerText(inner, messages))}`);
  for (const outer of fold(withoutStart(stack.slice(position + 1)), Math.max(0, calls - stack.length))) {
    const text = typeof outer === 'number' ? messages.foldedFrames(outer) : callText(outer, messages);
    lines.push(`      ${style.dim(text)}`);
  }
  return lines;
}

/** Who called main is of no interest. */
function withoutStart(stack: readonly StackLine[]): readonly StackLine[] {
  return stack.slice(0, stack.findLastIndex((line) => !line.libc) + 1);
}

function innerText(line: StackLine, messages: ReportMessages): string {
  const place = placeText(line);
  return place === '' ? messages.inLibrary(line.function) : messages.inFile(line.function, place);
}

function callText(line: StackLine, messages: ReportMessages): string {
  const place = placeText(line);
  return place === '' ? messages.inLibrary(line.function) : messages.calledFrom(line.function, place);
}

/** So many functions that call each other in a ring are seen as such. */
const LONGEST_RING = 4;

/**
 * Runs of the same lines (a recursion, also of several functions in turn) shown twice at most, then how many more calls there were.
 * `leftOut` calls are missing in the middle of the longest run.
 */
function fold(stack: readonly StackLine[], leftOut: number): (StackLine | number)[] {
  const runs: { readonly shown: readonly StackLine[]; folded: number }[] = [];
  for (let i = 0; i < stack.length;) {
    const { period, length } = runAt(stack, i);
    const kept = period === 1 ? 2 : period;
    const shown = length - kept < 2 ? length : kept;
    runs.push({ shown: stack.slice(i, i + shown), folded: length - shown });
    i += length;
  }
  const longest = Math.max(0, ...runs.map(({ folded }) => folded));
  const cut = runs.find(({ folded }) => folded === longest && leftOut > 0);
  if (cut) cut.folded += leftOut;
  return runs.flatMap(({ shown, folded }): (StackLine | number)[] => (folded > 0 ? [...shown, folded] : [...shown]));
}

/** The longest run of repetitions that begins here; of one line, where there are none. */
function runAt(stack: readonly StackLine[], from: number): { readonly period: number; readonly length: number } {
  let best = { period: 1, length: 1 };
  for (let period = 1; period <= LONGEST_RING; period++) {
    let length = period;
    while (from + length < stack.length && isSame(stack[from + length]!, stack[from + length - period]!)) length++;
    if (length >= 2 * period && length > best.length) best = { period, length };
  }
  return best;
}

function isSame(a: StackLine, b: StackLine): boolean {
  return a.function === b.function && a.file === b.file && a.line === b.line && a.column === b.column;
}
