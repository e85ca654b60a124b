/** One editor over the project's files: a model per file, marks for the lines of the run, breakpoints in the gutter. */
import type { Session } from '../session/session.svelte.ts';
import { monaco } from './monaco.ts';

export interface LineMarks {
  /** The line that runs next and the one that just ran, in the file shown; 0 for none. */
  readonly next: number;
  readonly ran: number;
  readonly breakpoints: readonly number[];
  /** Lines of findings. */
  readonly findings: readonly number[];
  /** What is told at the ends of lines: the story of the open finding. */
  readonly notes: readonly LineNote[];
}

export interface LineNote {
  readonly line: number;
  readonly text: string;
  readonly isMisuse: boolean;
  /** Whether this is the step of the story that is being looked at. */
  readonly isCurrent: boolean;
}

export interface MarkTexts {
  readonly next: string;
  readonly ran: string;
  readonly breakpoint: string;
}

const GUTTER = monaco.editor.MouseTargetType;

export class CodeEditor {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly #models = new Map<string, monaco.editor.ITextModel>();
  readonly #views = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  readonly #session: Session;
  readonly #marks: monaco.editor.IEditorDecorationsCollection;
  readonly #points: monaco.editor.IEditorDecorationsCollection;
  #file = '';
  #settingText = false;

  constructor(host: HTMLElement, session: Session, label: string) {
    this.#session = session;
    this.editor = monaco.editor.create(host, {
      model: null,
      ariaLabel: label,
      automaticLayout: true,
      contextmenu: true,
      fixedOverflowWidgets: true,
      folding: false,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--code'),
      fontSize: 13,
      glyphMargin: true,
      lineDecorationsWidth: 4,
      lineHeight: 20,
      lineNumbersMinChars: 3,
      links: false,
      minimap: { enabled: false },
      occurrencesHighlight: 'off',
      overviewRulerLanes: 0,
      padding: { top: 8, bottom: 8 },
      renderFinalNewline: 'on',
      renderLineHighlight: 'none',
      scrollBeyondLastLine: false,
      stickyScroll: { enabled: false },
      tabSize: 4,
      unicodeHighlight: { ambiguousCharacters: false },
      wordBasedSuggestions: 'off',
    });
    this.#marks = this.editor.createDecorationsCollection();
    this.#points = this.editor.createDecorationsCollection();
    this.editor.onDidChangeModelContent(() => this.#changed());
    // Where a larger pane lets the text come down, the line numbers would stay where they were.
    this.editor.onDidLayoutChange(() => this.editor.render(true));
    this.editor.onMouseDown((event) => {
      const { type, position } = event.target;
      if (position && (type === GUTTER.GUTTER_GLYPH_MARGIN || type === GUTTER.GUTTER_LINE_NUMBERS)) {
        if (event.event.leftButton) session.shown.breakpoints.toggle(this.#file, position.lineNumber);
      }
    });
    // The editor itself has no menu there.
    this.editor.onContextMenu(({ target: { type, position } }) => {
      if (!position || (type !== GUTTER.GUTTER_GLYPH_MARGIN && type !== GUTTER.GUTTER_LINE_NUMBERS)) return;
      this.editor.setPosition({ lineNumber: position.lineNumber, column: 1 });
      this.editor.focus();
      this.editor.trigger('gutter', 'editor.action.showContextMenu', undefined);
    });
  }

  /** A command of the page that works inside the editor too. */
  addCommand(id: string, label: string, key: number, run: () => void): void {
    this.editor.addAction({ id, label, keybindings: [key], run });
  }

  /** Something to do with a line: in the menu of the text, and of the gutter. */
  addLineCommand(id: string, label: string, order: number, run: (file: string, line: number) => void): void {
    this.editor.addAction({
      id,
      label,
      contextMenuGroupId: 'navigation',
      contextMenuOrder: order,
      run: () => run(this.#file, this.editor.getPosition()?.lineNumber ?? 0),
    });
  }

  toggleBreakpoint(): void {
    const line = this.editor.getPosition()?.lineNumber;
    if (line !== undefined) this.#session.shown.breakpoints.toggle(this.#file, line);
  }

  /** Shows a file; text that differs from the model's came from outside and takes its place. */
  show(file: string, text: string): void {
    const model = this.#models.get(file) ?? this.#create(file, text);
    if (model.getValue() !== text) {
      this.#settingText = true;
      model.setValue(text);
      this.#settingText = false;
    }
    if (this.editor.getModel() === model) return;
    if (this.#file !== '') this.#views.set(this.#file, this.editor.saveViewState());
    this.#file = file;
    this.editor.setModel(model);
    this.editor.restoreViewState(this.#views.get(file) ?? null);
  }

  /** Lets go of files that the project no longer has; `all` also of those that have only the name in common. */
  keepOnly(files: readonly string[], all: boolean): void {
    for (const [file, model] of this.#models) {
      if (!all && files.includes(file)) continue;
      if (this.editor.getModel() === model) {
        this.editor.setModel(null);
        this.#file = '';
      }
      model.dispose();
      this.#models.delete(file);
      this.#views.delete(file);
    }
  }

  modelOf(file: string): monaco.editor.ITextModel | undefined {
    return this.#models.get(file);
  }

  fileOf(model: monaco.editor.ITextModel): string | undefined {
    return [...this.#models].find(([, each]) => each === model)?.[0];
  }

  mark(marks: LineMarks, texts: MarkTexts): void {
    const line = (n: number, options: monaco.editor.IModelDecorationOptions): monaco.editor.IModelDeltaDecoration => ({
      range: new monaco.Range(n, 1, n, 1),
      options,
    });
    const lines: monaco.editor.IModelDeltaDecoration[] = [];
    if (marks.ran > 0) {
      lines.push(
        line(marks.ran, {
          isWholeLine: true,
          className: 'line-ran',
          linesDecorationsClassName: 'edge-ran',
          hoverMessage: { value: texts.ran },
        }),
      );
    }
    if (marks.next > 0) {
      lines.push(
        line(marks.next, {
          isWholeLine: true,
          className: 'line-next',
          glyphMarginClassName: 'glyph-next',
          glyphMarginHoverMessage: { value: texts.next },
        }),
      );
    }
    for (const n of marks.findings) lines.push(line(n, { isWholeLine: true, marginClassName: 'line-finding' }));
    for (const note of marks.notes) {
      lines.push({
        range: new monaco.Range(note.line, 1, note.line, this.#lineEnd(note.line)),
        options: {
          after: { content: `  ${note.text}  `, inlineClassName: `story-note${note.isMisuse ? ' misuse' : ''}` },
          showIfCollapsed: true,
        },
      });
      if (note.isCurrent)
        lines.push(line(note.line, { isWholeLine: true, className: note.isMisuse ? 'line-misuse' : 'line-story' }));
    }
    this.#marks.set(lines);
    this.#points.set(
      marks.breakpoints.map((n) =>
        line(n, {
          isWholeLine: false,
          glyphMarginClassName: n === marks.next ? 'glyph-breakpoint glyph-next' : 'glyph-breakpoint',
          glyphMarginHoverMessage: { value: texts.breakpoint },
          stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
        }),
      ),
    );
  }

  reveal(line: number): void {
    this.editor.revealLineInCenterIfOutsideViewport(line, monaco.editor.ScrollType.Immediate);
  }

  /** Puts the cursor somewhere and gives the editor the focus. */
  goTo(line: number, column: number): void {
    this.editor.setPosition({ lineNumber: line, column: Math.max(1, column) });
    this.editor.revealLineInCenter(line);
    this.editor.focus();
  }

  #lineEnd(line: number): number {
    const model = this.editor.getModel();
    return model && line <= model.getLineCount() ? model.getLineMaxColumn(line) : 1;
  }

  dispose(): void {
    for (const model of this.#models.values()) model.dispose();
    this.editor.dispose();
  }

  #create(file: string, text: string): monaco.editor.ITextModel {
    const model = monaco.editor.createModel(text, 'c');
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    this.#models.set(file, model);
    return model;
  }

  #changed(): void {
    const model = this.editor.getModel();
    if (this.#settingText || !model) return;
    this.#session.project.setText(this.#file, model.getValue());
    const moved = this.#points.getRanges().map((range) => range.startLineNumber);
    if (moved.length > 0) this.#session.shown.breakpoints.replace(this.#file, moved);
    this.#session.edited();
  }
}
