/** The C header of the raw stream must say what stream.ts says. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as stream from './stream.ts';

const source = readFileSync(new URL('../../native/include/heapscope/stream.h', import.meta.url), 'utf8');

const constantName = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

it.each([
  ['hs_stream_kind', 'HS_KIND_', stream.StreamKind],
  ['hs_option', 'HS_OPTION_', stream.ControlOption],
  ['hs_stream_flag', 'HS_FLAG_', stream.StreamFlag],
  ['hs_image_start', 'HS_START_', stream.ImageStart],
  ['hs_misuse', 'HS_MISUSE_', stream.Misuse],
  ['hs_leak', 'HS_LEAK_', stream.LeakKind],
  ['hs_scan_reason', 'HS_SCAN_', stream.ScanReason],
  ['hs_loss', 'HS_LOSS_', stream.Loss],
  ['hs_call', 'HS_CALL_', stream.NativeCall],
])('%s is the same', (name, prefix, values: Readonly<Record<string, number>>) => {
  const body = new RegExp(`enum ${name} \\{((?:[^}])*)\\};`).exec(source)?.[1] ?? '';
  const code = body.replace(/\/\*[^]*?\*\//g, '');
  const enumerators = [...code.matchAll(/(\w+)\s*=\s*(\w+)/g)].map(([, constant, value]) => [constant, Number(value)]);
  const expected = Object.entries(values).map(([key, value]) => [prefix + constantName(key), value]);
  expect(Object.fromEntries(enumerators)).toEqual(Object.fromEntries(expected));
});

it.each([
  ['HS_STREAM_VERSION', stream.STREAM_VERSION],
  ['HS_STREAM_MAGIC', stream.STREAM_MAGIC],
  ['HS_CONTROL_MAGIC', stream.CONTROL_MAGIC],
  ['HS_STREAM_HEADER_BYTES', stream.STREAM_HEADER_BYTES],
  ['HS_STREAM_KIND_BITS', stream.STREAM_KIND_BITS],
])('%s is the same', (name, value) => {
  expect(Number(new RegExp(`#define ${name} (\\w+)`).exec(source)?.[1])).toBe(value);
});

it.each([
  ['hs_stream_header', stream.StreamHeader],
  ['hs_control', stream.Control],
])('struct %s has its fields at the same offsets', (name, offsets: Readonly<Record<string, number>>) => {
  const body = (new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? '').replace(/\/\*[^]*?\*\//g, '');
  let at = 0;
  const found: Record<string, number> = {};
  for (const [, bits, field, count] of body.matchAll(/uint(\d+)_t (\w+)(?:\[(\d+)\])?;/g)) {
    const bytes = Number(bits) / 8;
    const camel = field!.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (!camel.startsWith('unused')) found[camel] = at;
    at += bytes * Number(count ?? 1);
  }
  expect(found).toEqual(offsets);
});
