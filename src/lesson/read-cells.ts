/**
 * The body of `:::predict`: Markdown, and lines that begin with a question mark, which are what there is to fill in:
 *
 *     ? value main.count | how many nodes are there?
 */
import * as v from 'valibot';
import type { Cell, Prose } from './model.ts';
import { VariableName } from './place-attributes.ts';
import type { ProblemList } from './problem.ts';
import { readInline, readProse } from './prose.ts';

/** Kinds of cells, with what stands behind them. */
const CELLS: Readonly<Record<Cell['kind'], 'variable' | 'number-from-1' | undefined>> = {
  value: 'variable',
  'points-to': 'variable',
  leaks: undefined,
  output: undefined,
  'finding-kind': 'number-from-1',
  'finding-line': 'number-from-1',
  visits: 'number-from-1',
};

export function readCells(
  body: string,
  firstLine: number,
  problems: ProblemList,
): { readonly content: readonly Prose[]; readonly cells: readonly Cell[] } {
  const cells: Cell[] = [];
  const rest = body.split('\n').map((text, i) => {
    if (!text.startsWith('? ')) return text;
    const cell = readCell(text.slice(2), firstLine + i, problems);
    if (cell) cells.push(cell);
    return '';
  });
  return { content: readProse(rest.join('\n'), firstLine, problems), cells };
}

function readCell(text: string, line: number, problems: ProblemList): Cell | undefined {
  const [what = '', ...labels] = text.split('|');
  const [name = '', value, ...others] = what.trim().split(/\s+/);
  if (!isCellKind(name)) {
    problems.add(line, 'predict', { kind: 'unknown-cell', name, known: Object.keys(CELLS) });
    return undefined;
  }
  const expected = CELLS[name];
  const isVariable = v.is(VariableName, value);
  const isNumber = /^[1-9]\d{0,8}$/.test(value ?? '');
  const fits = expected === undefined ? value === undefined : expected === 'variable' ? isVariable : isNumber;
  if (!fits || others.length > 0) {
    problems.add(line, name, { kind: 'wrong-value', expected: expected ?? 'nothing' });
    return undefined;
  }
  const label = readInline(labels.join('|').trim(), line, problems);
  return { line, ...(label.length > 0 && { label }), ...contentOf(name, value ?? '') };
}

function contentOf(kind: Cell['kind'], value: string): CellContent {
  switch (kind) {
    case 'value':
    case 'points-to':
      return { kind, variable: value };
    case 'finding-kind':
    case 'finding-line':
      return { kind, finding: Number(value) };
    case 'visits':
      return { kind, of: Number(value) };
    case 'leaks':
    case 'output':
      return { kind };
  }
}

type CellContent = Cell extends infer C ? (C extends Cell ? Omit<C, 'line' | 'label'> : never) : never;

function isCellKind(name: string): name is Cell['kind'] {
  return Object.hasOwn(CELLS, name);
}
