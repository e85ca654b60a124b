import type { Diagnostic, SourceFile } from './compile.ts';
import { atPlace, withoutPlace } from './diagnostic.ts';
import { normalizePath } from './file-tree.ts';

/** What can be said of the sources before clang reads them, where clang's own words would not help a beginner. */

export interface CheckedSources {
  /** Paths normalised, every text as UTF-8 bytes. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** The .c files that are compiled each for itself, in the order given. */
  readonly units: readonly string[];
  /** Some file may declare thread-local variables. */
  readonly threadLocals: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

const THREAD_LOCAL = /\b(?:_Thread_local|__thread|thread_local)\b/;
const decoder = new TextDecoder();

/** `named`: the units, where the person says which they are; else a file that another one includes is a part of that. */
export function checkSources(sources: readonly SourceFile[], named: readonly string[] | undefined): CheckedSources {
  const encoder = new TextEncoder();
  // A file that is named twice is one file.
  const byPath = new Map(
    sources.map(({ path, text }) => [normalizePath(path), typeof text === 'string' ? encoder.encode(text) : text]),
  );
  const files = [...byPath].map(([path, bytes]) => ({ path, bytes }));
  const parts = named ? others(files, named) : includedUnits(files);
  const units = files.filter(({ path }) => path.endsWith('.c') && !parts.includes(path));
  const diagnostics = files.flatMap(({ path, bytes }) => (/\.[ch]$/.test(path) ? encodingErrors(path, bytes) : []));
  for (const { path } of files) {
    if (/\.(cc|cpp|cxx|c\+\+|C)$/.test(path)) {
      diagnostics.push(withoutPlace('error', `${path} is C++ by its name; only C (.c) is compiled`));
    }
  }
  if (units.length === 0 && diagnostics.length === 0) {
    diagnostics.push(withoutPlace('error', 'there is no C source file (.c) to compile'));
  }
  if (units.length > 0 && units.every(({ bytes }) => isBlank(bytes))) {
    const { path } = units[0] ?? { path: '' };
    diagnostics.push(
      atPlace(
        'error',
        { file: path, line: 1, column: 1 },
        `${path} is empty; a C program begins in a function named main`,
      ),
    );
  }
  const threadLocals = files.some(({ bytes }) => THREAD_LOCAL.test(decoder.decode(bytes)));
  return { files, units: units.map(({ path }) => path), threadLocals, diagnostics };
}

function others(files: CheckedSources['files'], named: readonly string[]): string[] {
  const units = named.map(normalizePath);
  return files.map(({ path }) => path).filter((path) => !units.includes(path));
}

const INCLUDED_UNIT = /^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+\.c)[">]/gm;

/** Paths of the .c files that other files include by a path relative to their own folder. */
function includedUnits(files: CheckedSources['files']): string[] {
  return files.flatMap(({ path, bytes }) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const included = [...decoder.decode(bytes).matchAll(INCLUDED_UNIT)].map(([, name = '']) =>
      normalizePath(folder + name),
    );
    return included.filter((one) => one !== path);
  });
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function encodingErrors(path: string, bytes: Uint8Array): Diagnostic[] {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return [atPlace('error', { file: path, line: 1, column: 1 }, `${path} is UTF-16 text; save it as UTF-8`)];
  }
  const bad = firstInvalidByte(bytes);
  if (bad < 0) return [];
  const before = new TextDecoder().decode(bytes.subarray(0, bad));
  const lineStart = before.lastIndexOf('\n') + 1;
  const place = { file: path, line: before.split('\n').length, column: before.length - lineStart + 1 };
  const hex = (bytes[bad] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return [atPlace('error', place, `${path} is not UTF-8 text (byte 0x${hex} at offset ${bad}); save it as UTF-8`)];
}

/** Offset of the first byte that is not part of valid UTF-8 (Unicode 15, table 3-7), or -1. */
function firstInvalidByte(bytes: Uint8Array): number {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return -1;
  } catch {
    for (let i = 0; i < bytes.length;) {
      const length = sequenceLength(bytes, i);
      if (length === 0) return i;
      i += length;
    }
    return -1;
  }
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length === 0 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
