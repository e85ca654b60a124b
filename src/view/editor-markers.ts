/** Turns the compiler's diagnostics into the editor's markers and quick fixes. */
import type { Diagnostic, SourcePosition } from '../session/diagnostics.svelte.ts';
import { monaco } from './monaco.ts';

const OWNER = 'clang';
const SEVERITY = {
  error: monaco.MarkerSeverity.Error,
  fatal: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  note: monaco.MarkerSeverity.Info,
} as const;

/** Shows the diagnostics that are about `file`. */
export function showMarkers(model: monaco.editor.ITextModel, file: string, diagnostics: readonly Diagnostic[]): void {
  const own = diagnostics.filter((one) => one.file === file && one.line > 0);
  monaco.editor.setModelMarkers(
    model,
    OWNER,
    own.map((one) => marker(model, one)),
  );
}

function marker(model: monaco.editor.ITextModel, one: Diagnostic): monaco.editor.IMarkerData {
  const range = one.ranges.find((each) => each.start.file === one.file && contains(each.start, each.end, one));
  const word = model.getWordAtPosition({
    lineNumber: Math.min(one.line, model.getLineCount()),
    column: Math.max(1, one.column),
  });
  const end = range?.end ?? { line: one.line, column: word?.endColumn ?? one.column + 1 };
  return {
    severity: SEVERITY[one.severity],
    message: one.message,
    source: 'clang',
    ...(one.option === undefined ? {} : { code: one.option }),
    startLineNumber: range?.start.line ?? one.line,
    startColumn: range?.start.column ?? Math.max(1, one.column),
    endLineNumber: end.line,
    endColumn: end.column,
    relatedInformation: one.notes
      .filter((note) => note.line > 0)
      .map((note) => ({
        resource: model.uri,
        message: note.message,
        startLineNumber: note.line,
        startColumn: note.column,
        endLineNumber: note.line,
        endColumn: note.column + 1,
      })),
  };
}

function contains(start: SourcePosition, end: SourcePosition, at: SourcePosition): boolean {
  const after = at.line > start.line || (at.line === start.line && at.column >= start.column);
  return after && (at.line < end.line || (at.line === end.line && at.column < end.column));
}

/** Offers clang's fix-its at the cursor. `diagnosticsOf` gives those of a model's file as they are now. */
export function registerFixes(
  diagnosticsOf: (model: monaco.editor.ITextModel) => readonly Diagnostic[],
  title: () => string,
): monaco.IDisposable {
  return monaco.languages.registerCodeActionProvider('c', {
    provideCodeActions(model, range) {
      const near = diagnosticsOf(model)
        .flatMap((one) => [one, ...one.notes])
        .filter((one) => one.fixIts.length > 0 && one.line >= range.startLineNumber && one.line <= range.endLineNumber);
      const actions = near.map((one) => ({
        title: `${title()}: ${one.message}`,
        kind: 'quickfix',
        edit: {
          edits: one.fixIts.map((fix) => ({
            resource: model.uri,
            versionId: model.getVersionId(),
            textEdit: {
              range: new monaco.Range(fix.start.line, fix.start.column, fix.end.line, fix.end.column),
              text: fix.replacement,
            },
          })),
        },
      }));
      return { actions, dispose: () => undefined };
    },
  });
}
