import type { Diagnostic, SourcePosition } from './compile.ts';
import { withoutPlace } from './diagnostic.ts';
import { normalizePath } from './file-tree.ts';
import { explainMissingHeader } from './missing-functions.ts';

/**
 * Reads what clang prints. Of its formats this text is the one that carries everything: its SARIF has neither fix-its
 * nor -W names. Written with -fdiagnostics-parseable-fixits -fdiagnostics-print-source-range-info:
 *
 *     a.c:5:45:{5:43-5:48}: warning: using the result ... [-Wparentheses]
 *         5 |  if (a = b)
 *           |      ~~^~~
 *     fix-it:"a.c":{5:45-5:46}:"=="
 *
 * Excerpts can't be mistaken for diagnostics, since each of their lines begins with a gutter.
 */

/** Gives a file's bytes, for turning clang's byte columns into UTF-16 columns. */
export type SourceLookup = (path: string) => Uint8Array | undefined;

const PLACED = /^(.+?):(\d+):(\d+):((?:\{\d+:\d+-\d+:\d+\})*:?) ?(error|warning|note|fatal error|remark): (.*)$/;
const UNPLACED = /^(?:(.+?): )?(error|warning|note|fatal error|remark): (.*)$/;
const FIX_IT = /^fix-it:"((?:[^"\\]|\\.)*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"((?:[^"\\]|\\.)*)"$/;
const RANGE = /\{(\d+):(\d+)-(\d+):(\d+)\}/g;
const GUTTER = /^\s*\d*\s+\|/;

type Mutable = Omit<Diagnostic, 'notes' | 'fixIts'> & {
  notes: Mutable[];
  fixIts: { start: SourcePosition; end: SourcePosition; replacement: string }[];
};

/** Diagnostics in clang's order; notes and fix-its under what they belong to. Unknown lines are skipped. */
export function readClangOutput(stderr: string, source: SourceLookup): Diagnostic[] {
  const columns = new ColumnMap(source);
  const diagnostics: Mutable[] = [];
  let last: Mutable | undefined;
  for (const line of stderr.split('\n')) {
    if (GUTTER.test(line)) continue;
    const fixIt = FIX_IT.exec(line);
    if (fixIt) {
      last?.fixIts.push(fixItOf(fixIt, columns));
      continue;
    }
    const diagnostic = diagnosticOf(line, columns);
    if (!diagnostic) continue;
    const owner = diagnostics.at(-1);
    if (diagnostic.severity === 'note' && owner) owner.notes.push(diagnostic);
    else diagnostics.push(diagnostic);
    last = diagnostic;
  }
  return diagnostics;
}

function diagnosticOf(line: string, columns: ColumnMap): Mutable | undefined {
  const placed = PLACED.exec(line);
  if (placed) {
    const [, path = '', row = '', column = '', ranges = '', severity = '', text = ''] = placed;
    const file = normalizePath(path);
    return {
      ...columns.position(file, Number(row), Number(column)),
      ...describe(severity, text),
      ranges: [...ranges.matchAll(RANGE)].map(([, l1, c1, l2, c2]) => ({
        start: columns.position(file, Number(l1), Number(c1)),
        end: columns.position(file, Number(l2), Number(c2)),
      })),
    };
  }
  const unplaced = UNPLACED.exec(line);
  if (!unplaced) return undefined;
  const [, file = '', severity = '', text = ''] = unplaced;
  return { file: normalizePath(file), line: 0, column: 0, ...describe(severity, text), ranges: [] };
}

function describe(
  severity: string,
  text: string,
): Pick<Mutable, 'severity' | 'message' | 'option' | 'notes' | 'fixIts'> {
  const option = /^(.*) \[(-W[^\]]*)\]$/s.exec(text);
  return {
    severity:
      severity === 'fatal error' ? 'fatal' : severity === 'remark' ? 'note' : (severity as Diagnostic['severity']),
    message: option?.[1] ?? text,
    // With -Werror clang writes [-Werror,-Wunused-variable].
    option: option?.[2]?.split(',').at(-1),
    notes: notesOn(text),
    fixIts: [],
  };
}

/** Of a header that Linux has and that is missing here. */
function notesOn(text: string): Mutable[] {
  const reason = explainMissingHeader(/^'(.*)' file not found$/.exec(text)?.[1] ?? '');
  return reason === undefined ? [] : [{ ...withoutPlace('note', reason), notes: [], fixIts: [] }];
}

function fixItOf(match: RegExpExecArray, columns: ColumnMap): Mutable['fixIts'][number] {
  const [, path = '', l1, c1, l2, c2, replacement = ''] = match;
  const file = normalizePath(unescape(path));
  return {
    start: columns.position(file, Number(l1), Number(c1)),
    end: columns.position(file, Number(l2), Number(c2)),
    replacement: unescape(replacement),
  };
}

/** Undoes llvm::raw_ostream::write_escaped: \\, \t, \n, \" and three octal digits for each other byte. */
function unescape(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const octal = /^\\([0-7]{3})/.exec(text.slice(i, i + 4));
    if (octal) {
      bytes.push(Number.parseInt(octal[1] ?? '', 8));
      i += 3;
    } else if (text[i] === '\\') {
      const next = text[++i] ?? '';
      bytes.push(...new TextEncoder().encode(next === 't' ? '\t' : next === 'n' ? '\n' : next));
    } else bytes.push(...new TextEncoder().encode(text[i]));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Byte columns to UTF-16 columns, both from 1. Files are split into lines once, and only if a diagnostic is in them. */
class ColumnMap {
  readonly #source: SourceLookup;
  readonly #lines = new Map<string, readonly Uint8Array[]>();

  constructor(source: SourceLookup) {
    this.#source = source;
  }

  position(file: string, line: number, byteColumn: number): SourcePosition {
    const text = this.#linesOf(file)[line - 1];
    if (!text) return { file, line, column: byteColumn };
    const before = text.subarray(0, byteColumn - 1);
    const beyond = byteColumn - 1 - before.length;
    return { file, line, column: new TextDecoder('utf-8', { ignoreBOM: true }).decode(before).length + beyond + 1 };
  }

  #linesOf(file: string): readonly Uint8Array[] {
    let lines = this.#lines.get(file);
    if (!lines) this.#lines.set(file, (lines = splitLines(this.#source(file) ?? new Uint8Array(0))));
    return lines;
  }
}

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  // clang skips a byte order mark, and counts columns after it.
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let i = start; i < bytes.length; i++) {
    if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) {
      lines.push(bytes.subarray(start, i));
      start = i + 1;
    }
  }
  lines.push(bytes.subarray(start));
  return lines;
}
