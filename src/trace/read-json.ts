/** The JSON of a recording file, checked before anyone trusts it: a file may come from anywhere. */
import type { CheckOptions, FailingAllocations } from './check-options.ts';
import type { SymbolPart } from './symbols.ts';
import { TRAP_REASONS, type MappedSegment, type MemoryLayout, type RecordingMeta, type RunEnd } from './recording.ts';

/** Thrown inside the reader where JSON has not the shape it must have; the reader turns it into damage. */
export class ShapeError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ShapeError('a JSON section does not parse');
  }
}

export function asMeta(value: unknown): RecordingMeta {
  const fields = asObject(value, 'meta');
  return {
    origin: asOneOf(fields['origin'], ['wasm', 'native'], 'meta.origin'),
    program: asString(fields['program'], 'meta.program'),
    arguments: asStrings(fields['arguments'], 'meta.arguments'),
    environment: Object.fromEntries(
      Object.entries(asObject(fields['environment'], 'meta.environment')).map(([name, text]) => [
        name,
        asString(text, 'meta.environment'),
      ]),
    ),
    flags: asStrings(fields['flags'], 'meta.flags'),
    seed: asNumber(fields['seed'], 'meta.seed'),
    ...(fields['checks'] !== undefined && { checks: asChecks(fields['checks']) }),
    sources: asSources(fields['sources'], 'meta.sources'),
    recordedAt: asString(fields['recordedAt'], 'meta.recordedAt'),
  };
}

function asSources(value: unknown, name: string): { readonly path: string; readonly text: string }[] {
  return asArray(value, name).map((source) => {
    const { path, text } = asObject(source, name);
    return { path: asString(path, `${name}.path`), text: asString(text, `${name}.text`) };
  });
}

function asChecks(value: unknown): CheckOptions {
  const fields = asObject(value, 'meta.checks');
  const { failing } = fields;
  return {
    redzoneBytes: asCount(fields['redzoneBytes'], 'meta.checks.redzoneBytes'),
    quarantineBytes: asCount(fields['quarantineBytes'], 'meta.checks.quarantineBytes'),
    stopAfter: asCount(fields['stopAfter'], 'meta.checks.stopAfter'),
    ...(failing !== undefined && { failing: asFailing(failing) }),
  };
}

function asFailing(value: unknown): FailingAllocations {
  const { kind, n, seed } = asObject(value, 'meta.checks.failing');
  return asOneOf(kind, ['nth', 'random'], 'meta.checks.failing.kind') === 'nth'
    ? { kind: 'nth', n: asCount(n, 'meta.checks.failing.n') }
    : { kind: 'random', seed: asCount(seed, 'meta.checks.failing.seed') };
}

export function asRunEnd(value: unknown): RunEnd {
  const fields = asObject(value, 'end');
  const steps = asCount(fields['steps'], 'end.steps');
  const kind = asOneOf(fields['kind'], ['exit', 'trap', 'killed', 'limit'], 'end.kind');
  switch (kind) {
    case 'exit':
      return { kind, code: asNumber(fields['code'], 'end.code'), steps };
    case 'trap': {
      const reason = asOneOf(fields['reason'], TRAP_REASONS, 'end.reason');
      return {
        kind,
        reason,
        message: asString(fields['message'], 'end.message'),
        site: asCount(fields['site'], 'end.site'),
        steps,
      };
    }
    case 'killed':
      return { kind, reason: asString(fields['reason'], 'end.reason'), steps };
    case 'limit': {
      const reason = asOneOf(fields['reason'], ['time', 'steps', 'memory', 'output'], 'end.reason');
      return { kind, reason, limit: asNumber(fields['limit'], 'end.limit'), steps };
    }
  }
}

export function asSymbolPart(value: unknown): SymbolPart {
  const fields = asObject(value, 'symbols');
  const numbers = (one: unknown): number[] =>
    asArray(one, 'symbols').map((number) => asCount(number, 'a number of the symbols'));
  return {
    anew: fields['anew'] === true,
    strings: asStrings(fields['strings'], 'symbols.strings'),
    lines: asArray(fields['lines'], 'symbols.lines').map((row) => {
      const [name = -1, file = -1, line = 0, column = 0, libc = 0] = numbers(row);
      return [name, file, line, column, libc === 1 ? 1 : 0];
    }),
    sites: asArray(fields['sites'], 'symbols.sites').map(numbers),
    sources: asSources(fields['sources'], 'symbols.sources'),
  };
}

export interface WindowHead {
  readonly first: number;
  readonly end: number;
  readonly step: number;
  readonly process: number;
  readonly surveyWords: number;
  readonly layout: MemoryLayout;
  /** How many frames the snapshot has. */
  readonly frames: number;
  /** How many the frames of further threads are. */
  readonly threads: readonly { readonly thread: number; readonly frames: number }[];
  readonly segments: readonly MappedSegment[];
  readonly memory: readonly RunPlace[];
  readonly shadow: readonly RunPlace[];
}

export interface RunPlace {
  readonly address: number;
  readonly length: number;
}

export function asWindowHead(value: unknown): WindowHead {
  const fields = asObject(value, 'window');
  const count = (name: string): number => asCount(fields[name], `window.${name}`);
  return {
    first: count('first'),
    end: count('end'),
    step: count('step'),
    process: count('process'),
    surveyWords: count('surveyWords'),
    layout: asLayout(fields['layout']),
    frames: count('frames'),
    threads: asArray(fields['threads'], 'window.threads').map((entry) => {
      const [thread, frames] = asArray(entry, 'window.threads');
      return { thread: asCount(thread, 'window.threads'), frames: asCount(frames, 'window.threads') };
    }),
    segments: asSegments(fields['segments'], 'window.segments'),
    memory: asRuns(fields['memory'], 'window.memory'),
    shadow: asRuns(fields['shadow'], 'window.shadow'),
  };
}

function asLayout(value: unknown): MemoryLayout {
  const fields = asObject(value, 'window.layout');
  const address = (name: string): number => asAddress(fields[name], `window.layout.${name}`);
  return {
    stackLow: address('stackLow'),
    stackHigh: address('stackHigh'),
    globalBase: address('globalBase'),
    heapBase: address('heapBase'),
    limit: address('limit'),
  };
}

function asRuns(value: unknown, name: string): RunPlace[] {
  return asArray(value, name).map((run) => {
    const [address, length] = asArray(run, name);
    return { address: asAddress(address, name), length: asAddress(length, name) };
  });
}

function asSegments(value: unknown, name: string): MappedSegment[] {
  return asArray(value, name).map((entry) => {
    const [segment, address, size, offset] = asArray(entry, name);
    const mapped = {
      segment: asCount(segment, name),
      address: asAddress(address, name),
      size: asAddress(size, name),
    };
    return offset === 0 ? mapped : { ...mapped, offset: asAddress(offset, name) };
  });
}

function asObject(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ShapeError(`${name} is not an object`);
  return value as Fields;
}

function asArray(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ShapeError(`${name} is not an array`);
  return value;
}

function asString(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new ShapeError(`${name} is not a string`);
  return value;
}

const asStrings = (value: unknown, name: string): string[] => asArray(value, name).map((item) => asString(item, name));

function asNumber(value: unknown, name: string): number {
  if (typeof value !== 'number') throw new ShapeError(`${name} is not a number`);
  return value;
}

function asCount(value: unknown, name: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new ShapeError(`${name} is not a count`);
  return value as number;
}

/** An address, or a length in the address space. */
function asAddress(value: unknown, name: string): number {
  const number = asCount(value, name);
  if (number > 2 ** 32) throw new ShapeError(`${name} is not in a 32-bit address space`);
  return number;
}

function asOneOf<T extends string>(value: unknown, choices: readonly T[], name: string): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new ShapeError(`${name} is none of ${choices.join(', ')}`);
  return found;
}
