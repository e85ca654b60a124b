import type { Diagnostic } from './compile.ts';

/** A diagnostic that points nowhere: about a flag, the link as a whole, or the toolchain itself. */
export function withoutPlace(
  severity: Diagnostic['severity'],
  message: string,
  notes: readonly string[] = [],
): Diagnostic {
  return {
    ...{ file: '', line: 0, column: 0, severity, message, option: undefined, ranges: [], fixIts: [] },
    notes: notes.map((note) => withoutPlace('note', note)),
  };
}

/** A diagnostic at one place of one file; `line` and `column` from 1. */
export function atPlace(
  severity: Diagnostic['severity'],
  place: { readonly file: string; readonly line: number; readonly column: number },
  message: string,
  notes: readonly Diagnostic[] = [],
): Diagnostic {
  return { ...place, severity, message, option: undefined, ranges: [], notes, fixIts: [] };
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error' || diagnostic.severity === 'fatal';
}
