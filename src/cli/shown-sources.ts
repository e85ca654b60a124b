/** Sources and diagnostics as they are shown: with the names of files that the person gave. */
import type { Diagnostic, SourcePosition } from '../compile/compile.ts';
import type { QuotedSource } from '../report/excerpt.ts';
import type { CollectedSources } from './collect-sources.ts';

export function quotedSources(sources: CollectedSources): QuotedSource[] {
  const decoder = new TextDecoder();
  return sources.files.map(({ path: file, text }) => ({
    path: sources.shown(file),
    text: typeof text === 'string' ? text : decoder.decode(text),
  }));
}

export function shownDiagnostic(diagnostic: Diagnostic, sources: CollectedSources): Diagnostic {
  const shown = <T extends SourcePosition>(at: T): T => ({ ...at, file: at.file === '' ? '' : sources.shown(at.file) });
  return {
    ...shown(diagnostic),
    ranges: diagnostic.ranges.map(({ start, end }) => ({ start: shown(start), end: shown(end) })),
    fixIts: diagnostic.fixIts.map((fix) => ({ ...fix, start: shown(fix.start), end: shown(fix.end) })),
    notes: diagnostic.notes.map((note) => shownDiagnostic(note, sources)),
  };
}
