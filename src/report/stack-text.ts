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

/** A place, a label and a text, the line of source, and the calls that led there. */
export function stackText(head: string, stack: readonly StackLine[], context: TextContext): string[] {
  const { sources, style, messages } = context;
  const own = ownLine(stack);
  const place = own === undefined ? '' : placeText(own);
  const lines = [place === '' ? head : `${style.bold(`${place}:`)} ${head}`];
  if (own === undefined) return lines;
  const position = stack.indexOf(own);
  lines.push(...excerpt(sources, own, style));
  for (const inner of stack.slice(0, position).reverse()) lines.push(`      ${style.dim(innerText(inner, messages))}`);
  for (const outer of fold(withoutStart(stack.slice(position + 1)))) {
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

/** Runs of one line (a recursion) shown twice, then how many more of it there were. */
function fold(stack: readonly StackLine[]): (StackLine | number)[] {
  const shown: (StackLine | number)[] = [];
  for (let i = 0; i < stack.length;) {
    let run = 1;
    while (i + run < stack.length && isSame(stack[i]!, stack[i + run]!)) run++;
    if (run <= 3) shown.push(...stack.slice(i, i + run));
    else shown.push(stack[i]!, stack[i]!, run - 2);
    i += run;
  }
  return shown;
}

function isSame(a: StackLine, b: StackLine): boolean {
  return a.function === b.function && a.file === b.file && a.line === b.line && a.column === b.column;
}
