/** The C header of the record layout must say what records.ts says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UndefinedCheck } from '../run/undefined-behaviour.ts';
import {
  DetailKind,
  ALLOCATION_BY_LIBC,
  AllocationOp,
  FindingFlag,
  FindingKind,
  KIND_BITS,
  RecordKind,
  ShadowState,
} from './records.ts';

const header = (name: string): string =>
  readFileSync(new URL(`../../wasm/include/heapscope/${name}`, import.meta.url), 'utf8');

/** `camelCase` or `posix_name` as a C constant. */
const constantName = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

/** Enumerators of one enum, each with its value. */
function enumerators(source: string, name: string): Record<string, number> {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)?.[1];
  if (body === undefined) throw new Error(`no enum ${name}`);
  return Object.fromEntries(
    [...body.matchAll(/(\w+)\s*=\s*(\w+)/g)].map(([, constant, value]) => [constant!, Number(value)]),
  );
}

const withPrefix = (prefix: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + constantName(name), value]));

describe('heapscope/records.h', () => {
  const source = header('records.h');

  it('has the same kinds, operations and findings', () => {
    expect(enumerators(source, 'hs_record')).toEqual(withPrefix('HS_RECORD_', RecordKind));
    expect(enumerators(source, 'hs_allocation_op')).toEqual(withPrefix('HS_OP_', AllocationOp));
    expect(enumerators(source, 'hs_finding')).toEqual(withPrefix('HS_', FindingKind));
    expect(enumerators(source, 'hs_detail')).toEqual(withPrefix('HS_DETAIL_', DetailKind));
    expect(enumerators(source, 'hs_undefined_check')).toEqual(withPrefix('HS_CHECK_', UndefinedCheck));
    expect(enumerators(source, 'hs_finding_flag')).toEqual(withPrefix('HS_FLAG_', FindingFlag));
  });

  it('marks allocations of libc alike', () => {
    expect(Number(/#define HS_ALLOCATION_BY_LIBC (\w+)/.exec(source)?.[1])).toBe(ALLOCATION_BY_LIBC);
  });

  it('packs headers alike', () => {
    expect(/#define HS_KIND_BITS (\d+)/.exec(source)?.[1]).toBe(String(KIND_BITS));
  });
});

describe('heapscope/layout.h', () => {
  it('has the same shadow states', () => {
    const source = header('layout.h');
    const from = source.indexOf('/* Shadow bytes');
    const defines = source.slice(from).matchAll(/#define (HS_\w+) (0x[0-9a-f]+)\b/g);
    expect(Object.fromEntries([...defines].map(([, name, value]) => [name!, Number(value)]))).toEqual(
      withPrefix('HS_', ShadowState),
    );
  });
});
