/** The compiler's diagnostics as clang prints them on a terminal. */
import type { Diagnostic } from '../compile/compile.ts';
import { excerpt } from './excerpt.ts';
import type { QuotedSource } from './excerpt.ts';
import type { ReportMessages } from './messages.ts';
import { placeText } from './stack-text.ts';
import type { Style } from './style.ts';

/** Lines that each end in a newline; '' when there is nothing to say. Where there is no place, the command is named. */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  sources: readonly QuotedSource[],
  messages: ReportMessages,
  style: Style,
): string {
  return diagnostics.map((diagnostic) => diagnosticLines(diagnostic).join('\n') + '\n').join('');

  function diagnosticLines(diagnostic: Diagnostic): string[] {
    const severity = diagnostic.severity === 'fatal' ? 'error' : diagnostic.severity;
    const place = placeText(diagnostic) || 'heapscope';
    const label = style[severity](`${messages.severity[severity]}:`);
    const option = diagnostic.option === undefined ? '' : ` [${diagnostic.option}]`;
    const text = severity === 'note' ? diagnostic.message : style.bold(diagnostic.message);
    return [
      `${style.bold(`${place}:`)} ${label} ${text}${option}`,
      ...excerpt(sources, { ...diagnostic, ...rangeEnd(diagnostic) }, style),
      ...fixItLines(diagnostic),
      ...diagnostic.notes.flatMap(diagnosticLines),
    ];
  }

  function fixItLines({ fixIts, line }: Diagnostic): string[] {
    return fixIts
      .filter((fixIt) => fixIt.start.line === line && fixIt.replacement.trim() !== '')
      .map((fixIt) => `      | ${' '.repeat(Math.max(0, fixIt.start.column - 1))}${style.caret(fixIt.replacement)}`);
  }
}

/** Where the underline ends: at the end of the range that begins at the caret, if there is one on that line. */
function rangeEnd({ ranges, line, column }: Diagnostic): { endColumn?: number } {
  const range = ranges.find(({ start, end }) => start.line === line && end.line === line && start.column === column);
  return range === undefined ? {} : { endColumn: range.end.column };
}
