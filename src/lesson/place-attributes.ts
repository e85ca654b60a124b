/** The attributes of `::show` and `:::predict` -> what they mean. */
import * as v from 'valibot';
import { SHOWN_VIEWS, START, type Show, type ShownPlace } from './model.ts';
import type { ProblemList } from './problem.ts';
import { isExpected } from './expected.ts';
import { VARIABLE_PATH } from './variable-path.ts';

const FromOne = v.pipe(
  v.string('number-from-1'),
  v.regex(/^[1-9]\d{0,8}$/, 'number-from-1'),
  v.transform((text) => Number(text)),
);

const Place = {
  program: v.exactOptional(v.string()),
  file: v.exactOptional(v.string()),
  line: v.exactOptional(FromOne),
  time: v.exactOptional(v.union([FromOne, v.literal('last')], 'time')),
  finding: v.exactOptional(FromOne),
  at: v.exactOptional(v.picklist(['start', 'end'], 'moment')),
};

/** FUNCTION.NAME, or NAME of a global, or a part of it. */
export const VariableName = v.pipe(v.string('variable'), v.regex(VARIABLE_PATH, 'variable'));

const ShowAttributes = v.strictObject({
  ...Place,
  view: v.exactOptional(v.picklist(SHOWN_VIEWS, 'view')),
  variable: v.exactOptional(VariableName),
  block: v.exactOptional(FromOne),
});

const PredictAttributes = v.strictObject({
  ...Place,
  id: v.pipe(v.string('identifier'), v.regex(/^[\w-]+$/, 'identifier')),
});

type PlaceAttributes = Pick<v.InferOutput<typeof ShowAttributes>, keyof typeof Place>;

/** Where a directive stands, and where what is wrong with it goes. */
export interface DirectivePlace {
  readonly line: number;
  readonly name: string;
  readonly problems: ProblemList;
}

export function readShow(attributes: ReadonlyMap<string, string>, where: DirectivePlace): Show | undefined {
  const read = readWith(ShowAttributes, attributes, where);
  if (!read) return undefined;
  const { program = START, view, variable, block } = read;
  const at = placeOf(read, where);
  if (at === 'wrong') return undefined;
  const what = { ...(view && { view }), ...(variable !== undefined && { variable }), ...(block && { block }) };
  if (!at && Object.keys(what).length === 0) {
    where.problems.add(where.line, where.name, { kind: 'no-place' });
    return undefined;
  }
  return { program, ...(at && { at }), ...what };
}

export function readPredict(
  attributes: ReadonlyMap<string, string>,
  where: DirectivePlace,
): { readonly id: string; readonly program: string; readonly at: ShownPlace } | undefined {
  const read = readWith(PredictAttributes, attributes, where);
  if (!read) return undefined;
  const at = placeOf(read, where);
  if (at === undefined) where.problems.add(where.line, where.name, { kind: 'no-place' });
  return at && at !== 'wrong' ? { id: read.id, program: read.program ?? START, at } : undefined;
}

function placeOf(read: PlaceAttributes, { line, name, problems }: DirectivePlace): ShownPlace | 'wrong' | undefined {
  const places: ShownPlace[] = [];
  const isOfLine = read.file !== undefined || read.time !== undefined;
  if (read.line !== undefined) {
    const file = read.file === undefined ? {} : { file: read.file };
    places.push({ kind: 'line', ...file, line: read.line, time: read.time ?? 1 });
  } else if (isOfLine) {
    problems.add(line, `${name}.line`, { kind: 'missing-field' });
    return 'wrong';
  }
  if (read.finding !== undefined) places.push({ kind: 'finding', finding: read.finding });
  if (read.at) places.push({ kind: read.at });
  if (places.length <= 1) return places[0];
  problems.add(line, name, { kind: 'several-places' });
  return 'wrong';
}

/** The values of a directive's attributes, by a schema whose messages are names in the catalogue. */
export function readWith<Schema extends v.GenericSchema>(
  schema: Schema,
  attributes: ReadonlyMap<string, string>,
  { line, name, problems }: DirectivePlace,
): v.InferOutput<Schema> | undefined {
  const given = Object.fromEntries(attributes);
  const read = v.safeParse(schema, given);
  if (read.success) return read.output;
  for (const issue of read.issues) {
    const key = String(issue.path?.[0]?.key ?? '');
    const field = `${name}.${key}`;
    if (issue.expected === 'never') {
      const known = 'entries' in schema ? Object.keys(schema.entries as object) : [];
      problems.add(line, field, { kind: 'unknown-field', name: key, known });
    } else if (given[key] === undefined) problems.add(line, field, { kind: 'missing-field' });
    else
      problems.add(line, field, { kind: 'wrong-value', expected: isExpected(issue.message) ? issue.message : 'text' });
  }
  return undefined;
}
