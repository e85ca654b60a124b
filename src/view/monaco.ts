/**
 * The editor, with C and the features this page uses. This module is loaded lazily: it is most of the page's weight, and
 * the picture can be read before it is there.
 */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/languages/definitions/cpp/register';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import type { Theme } from '../session/preferences.svelte.ts';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

export { monaco };

/** Makes the editor's theme out of the page's own tokens, and switches to it. */
export function applyTheme(theme: Theme): void {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => longHex(style.getPropertyValue(`--${name}`).trim());
  const rule = (scope: string, name: string, fontStyle?: string): monaco.editor.ITokenThemeRule => ({
    token: scope,
    foreground: token(name).slice(1),
    ...(fontStyle === undefined ? {} : { fontStyle }),
  });
  monaco.editor.defineTheme(`heapscope-${theme}`, {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'ink'),
      rule('identifier', 'ink'),
      rule('delimiter', 'ink'),
      rule('comment', 'muted', 'italic'),
      rule('keyword', 'stack'),
      rule('keyword.directive', 'global'),
      rule('string', 'heap'),
      rule('string.escape', 'shared'),
      rule('string.include.identifier', 'heap'),
      rule('number', 'global'),
    ],
    colors: {
      'editor.background': token('surface'),
      'editor.foreground': token('ink'),
      'editorLineNumber.foreground': token('muted'),
      'editorLineNumber.activeForeground': token('ink'),
      'editor.lineHighlightBackground': '#00000000',
      'editor.lineHighlightBorder': '#00000000',
      'editorIndentGuide.background1': token('line'),
      'editorGutter.background': token('surface'),
      'editorError.foreground': token('error'),
      'editorWarning.foreground': token('shared'),
      'editorWidget.background': token('surface'),
      'editorWidget.border': token('line'),
      'editorHoverWidget.background': token('surface'),
      'editorHoverWidget.border': token('edge'),
      focusBorder: token('stack'),
      'scrollbar.shadow': '#00000000',
    },
  });
  monaco.editor.setTheme(`heapscope-${theme}`);
}

/** The editor knows only colours of six digits; a minifier writes three where it can. */
function longHex(colour: string): string {
  return /^#[\da-f]{3}$/i.test(colour) ? `#${[...colour.slice(1)].map((digit) => digit + digit).join('')}` : colour;
}
