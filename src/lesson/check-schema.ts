/** The list `checks` of lesson.yaml and of `heapscope grade --checks`. */
import * as v from 'valibot';
import { FINDING_NAMES } from '../replay/findings.ts';
import type { Check } from './model.ts';
import type { ProblemList } from './problem.ts';
import { addIssue, fieldOf, type YamlPath, type YamlPlaces } from './read-yaml.ts';

const Whole = v.pipe(v.number('whole-number'), v.safeInteger('whole-number'), v.minValue(0, 'whole-number'));
export const FromOne = v.pipe(
  v.number('number-from-1'),
  v.safeInteger('number-from-1'),
  v.minValue(1, 'number-from-1'),
);
const Name = v.pipe(v.string('identifier'), v.regex(/^[A-Za-z_]\w*$/, 'identifier'));
const Finding = v.strictObject(
  { kind: v.picklist(FINDING_NAMES, 'finding-kind'), line: v.exactOptional(FromOne) },
  'table',
);

/** By name: what stands behind the colon, as a check. */
const CHECKS: Readonly<Record<string, v.GenericSchema<unknown, Check>>> = {
  'no-findings': v.pipe(
    v.literal(true),
    v.transform(() => ({ kind: 'no-findings' as const })),
  ),
  findings: v.pipe(
    v.array(Finding, 'list'),
    v.transform((findings) => ({ kind: 'findings' as const, findings })),
  ),
  output: textCheck('output'),
  'output-contains': textCheck('output-contains'),
  exit: v.pipe(
    Whole,
    v.transform((code) => ({ kind: 'exit' as const, code })),
  ),
  'allocations-at-most': mostCheck('allocations-at-most'),
  'peak-at-most': mostCheck('peak-at-most'),
  frees: functionCheck('frees'),
  'malloc-failing': v.pipe(
    v.literal('every', 'every'),
    v.transform(() => ({ kind: 'malloc-failing' as const })),
  ),
  schedules: v.pipe(
    FromOne,
    v.transform((count) => ({ kind: 'schedules' as const, count })),
  ),
  uses: functionCheck('uses'),
  avoids: functionCheck('avoids'),
};

function textCheck(kind: 'output' | 'output-contains'): v.GenericSchema<unknown, Check> {
  return v.pipe(
    v.string('text'),
    v.transform((text) => ({ kind, text })),
  );
}

function mostCheck(kind: 'allocations-at-most' | 'peak-at-most'): v.GenericSchema<unknown, Check> {
  return v.pipe(
    Whole,
    v.transform((most) => ({ kind, most })),
  );
}

function functionCheck(kind: 'frees' | 'uses' | 'avoids'): v.GenericSchema<unknown, Check> {
  return v.pipe(
    Name,
    v.transform((name) => ({ kind, function: name })),
  );
}

/** Reads `written`, which stands at `path`; leaves out what is wrong. */
export function readChecks(
  written: readonly unknown[],
  path: YamlPath,
  places: YamlPlaces,
  problems: ProblemList,
): Check[] {
  return written.flatMap((one, i) => {
    const at = [...path, i];
    const entries = typeof one === 'string' ? [[one, true] as const] : entriesOf(one);
    const [name, value] = entries[0] ?? ['', undefined];
    const schema = entries.length === 1 && Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (!schema) {
      const unknown = entries.map(([key]) => key).join(', ');
      problems.add(places.lineOf(at), fieldOf(at), {
        kind: 'unknown-check',
        name: unknown,
        known: Object.keys(CHECKS),
      });
      return [];
    }
    const read = v.safeParse(schema, value);
    if (read.success) return [read.output];
    for (const issue of read.issues) addIssue(issue, [...at, name], places, problems);
    return [];
  });
}

function entriesOf(value: unknown): (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
