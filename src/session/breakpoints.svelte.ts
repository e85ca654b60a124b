/** Lines at which playback stops. The editor moves them along with the text. */
export interface Breakpoint {
  readonly file: string;
  readonly line: number;
}

export class Breakpoints {
  all = $state.raw<readonly Breakpoint[]>([]);

  has(file: string, line: number): boolean {
    return this.all.some((point) => point.file === file && point.line === line);
  }

  toggle(file: string, line: number): void {
    this.all = this.has(file, line)
      ? this.all.filter((point) => point.file !== file || point.line !== line)
      : [...this.all, { file, line }];
  }

  linesOf(file: string): number[] {
    return this.all.filter((point) => point.file === file).map((point) => point.line);
  }

  /** After an edit, the editor says where the lines of a file have moved. */
  replace(file: string, lines: readonly number[]): void {
    const unique = [...new Set(lines)];
    this.all = [...this.all.filter((point) => point.file !== file), ...unique.map((line) => ({ file, line }))];
  }

  renameFile(from: string, to: string): void {
    this.all = this.all.map((point) => (point.file === from ? { file: to, line: point.line } : point));
  }

  clear(): void {
    this.all = [];
  }
}
