/** The program a person is working on: its files, flags, arguments and input. */
import type { CompileRequest, SourceFile } from '../compile/compile.ts';
import { isFilePath } from '../util/file-path.ts';
import { splitArguments } from '../util/split-arguments.ts';
import { DEFAULT_OPTIONS, type RunOptions } from './run-options.ts';

export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

export interface ProjectData {
  readonly files: readonly ProjectFile[];
  readonly flags?: string;
  readonly argv?: string;
  readonly stdin?: string;
  readonly interactive?: boolean;
  readonly options?: RunOptions;
}

/** What is wrong with a file name a person typed. */
export type NameProblem = 'taken' | 'badName';

const BLANK: ProjectData = {
  files: [{ path: 'main.c', text: '#include <stdio.h>\n#include <stdlib.h>\n\nint main(void) {\n    return 0;\n}\n' }],
};

export class Project {
  files = $state.raw<readonly ProjectFile[]>([]);
  active = $state('');
  flags = $state('');
  argv = $state('');
  stdin = $state('');
  /** A read past the given input asks in the console instead of meeting the end of the file. */
  interactive = $state(true);
  options = $state.raw(DEFAULT_OPTIONS);
  /** It was opened without a file of its own, as a native program's recording whose sources can't be read. */
  isBlank = $state(false);
  /** Changes whenever another project takes the place of this one, so that editors let go of the old text. */
  generation = $state(0);
  /** Counts edits of anything that a run depends on. */
  revision = $state(0);

  /** The revision that was opened: beyond it are edits of the person's own. */
  #opened = 0;

  readonly activeFile = $derived(this.files.find((file) => file.path === this.active) ?? this.files[0]);

  open(data: ProjectData): void {
    this.files = data.files.length > 0 ? data.files.map(({ path, text }) => ({ path, text })) : BLANK.files;
    this.isBlank = data.files.length === 0;
    this.active = this.files[0]?.path ?? '';
    this.flags = data.flags ?? '';
    this.argv = data.argv ?? '';
    this.stdin = data.stdin ?? '';
    this.interactive = data.interactive ?? true;
    this.options = data.options ?? DEFAULT_OPTIONS;
    this.generation += 1;
    this.revision += 1;
    this.#opened = this.revision;
  }

  openBlank(): void {
    this.open(BLANK);
  }

  setText(path: string, text: string): void {
    if (this.files.find((file) => file.path === path)?.text === text) return;
    this.files = this.files.map((file) => (file.path === path ? { path, text } : file));
    this.revision += 1;
  }

  /** Whether `path` can name a file (other than `except`, when renaming). */
  nameProblem(path: string, except?: string): NameProblem | undefined {
    if (!isFilePath(path)) return 'badName';
    if (path !== except && this.files.some((file) => file.path === path)) return 'taken';
    return undefined;
  }

  add(path: string, text = ''): void {
    if (this.nameProblem(path)) return;
    this.files = [...this.files, { path, text }];
    this.active = path;
    this.revision += 1;
  }

  rename(from: string, to: string): void {
    if (from === to || this.nameProblem(to, from)) return;
    this.files = this.files.map((file) => (file.path === from ? { path: to, text: file.text } : file));
    if (this.active === from) this.active = to;
    this.revision += 1;
  }

  /** Deletes a file; the last one stays. */
  remove(path: string): void {
    if (this.files.length < 2) return;
    const at = this.files.findIndex((file) => file.path === path);
    this.files = this.files.filter((file) => file.path !== path);
    if (this.active === path) this.active = this.files[Math.max(0, at - 1)]?.path ?? '';
    this.revision += 1;
  }

  sources(): SourceFile[] {
    return this.files.map(({ path, text }) => ({ path, text }));
  }

  flagList(): string[] {
    return splitArguments(this.flags);
  }

  compileRequest(): CompileRequest {
    return { files: this.sources(), flags: this.flagList() };
  }

  /** argv without argv[0]. */
  argumentList(): string[] {
    return splitArguments(this.argv);
  }

  /** Whether the person has changed anything since this was opened. */
  get isEdited(): boolean {
    return this.revision !== this.#opened;
  }

  /** All that `open` takes. */
  data(): ProjectData {
    const { files, flags, argv, stdin, interactive, options } = this;
    return { files, flags, argv, stdin, interactive, options };
  }
}
