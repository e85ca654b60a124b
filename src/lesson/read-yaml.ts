/** YAML -> a value that a schema accepts, or what is wrong with it, by line and field. */
import * as v from 'valibot';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { isExpected } from './expected.ts';
import type { ProblemList } from './problem.ts';

export type YamlPath = readonly (string | number)[];

/** Where a value came from, for what only a reader after the schema can see. */
export interface YamlPlaces {
  lineOf(path: YamlPath): number;
}

/** `firstLine`: of the text in its file. Undefined where `problems` were added. */
export function readYaml<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
  problems: ProblemList,
  firstLine = 1,
): { readonly value: v.InferOutput<Schema>; readonly places: YamlPlaces } | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => firstLine - 1 + Math.max(1, counter.linePos(offset).line);
  for (const { message, pos } of document.errors)
    problems.add(lineAt(pos[0]), '', { kind: 'not-yaml', reason: message });
  if (document.errors.length > 0) return undefined;
  const places: YamlPlaces = { lineOf: (path) => lineAt(offsetOf(document, path)) };
  let value: unknown;
  try {
    value = document.toJS() as unknown;
  } catch (error) {
    // Aliases that would unfold to very much.
    problems.add(firstLine, '', { kind: 'not-yaml', reason: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
  const read = v.safeParse(schema, value);
  if (read.success) return { value: read.output, places };
  for (const issue of read.issues) addIssue(issue, [], places, problems);
  return undefined;
}

/** Adds what a schema said; `base` is the path of the value that it was given. */
export function addIssue(issue: v.BaseIssue<unknown>, base: YamlPath, places: YamlPlaces, problems: ProblemList): void {
  const path = [...base, ...(issue.path ?? []).map(({ key }) => key as string | number)];
  const field = fieldOf(path);
  const line = places.lineOf(path);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = Object.keys((issue.path?.at(-1)?.input ?? {}) as object).filter((key) => key !== path.at(-1));
    problems.add(line, field, { kind: 'unknown-field', name: String(path.at(-1)), known });
  } else if (issue.input === undefined && path.length > 0) problems.add(line, field, { kind: 'missing-field' });
  else {
    const expected = isExpected(issue.message) ? issue.message : 'table';
    problems.add(line, field, { kind: 'wrong-value', expected });
  }
}

/** 'programs.start.files[0]'. */
export function fieldOf(path: YamlPath): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${part}`)).join('');
}

/** Of the key that names the value, or of the nearest thing above it that is there. */
function offsetOf(document: Document, path: YamlPath): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    if (typeof parent === 'object' && parent !== null && 'items' in parent) {
      const items = parent.items as readonly unknown[];
      const pair = items.find((item) => isPairOf(item, last));
      if (pair) return pair.key.range?.[0] ?? 0;
      const item = typeof last === 'number' ? items[last] : undefined;
      if (isNode(item)) return item.range?.[0] ?? 0;
    }
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

interface KeyedPair {
  readonly key: { readonly value: unknown; readonly range?: readonly number[] | null };
}

function isPairOf(item: unknown, key: string | number | undefined): item is KeyedPair {
  if (typeof item !== 'object' || item === null || !('key' in item)) return false;
  const node = item.key;
  return typeof node === 'object' && node !== null && 'value' in node && String(node.value) === String(key);
}
