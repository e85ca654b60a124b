import { readStored, writeStored } from './storage.ts';

/** Lines at which playback stops. The editor moves them along with the text. */
export interface Breakpoint {
  readonly file: string;
  readonly line: number;
}

export class Breakpoints {
  #all = $state.raw<readonly Breakpoint[]>([]);

  get all(): readonly Breakpoint[] {
    return this.#all;
  }

  /** Kept for the next visit. */
  set all(points: readonly Breakpoint[]) {
    this.#all = points;
    writeStored('breakpoints', { points });
  }

  /** Those of the last visit. To be read before anything is opened. */
  static stored(): readonly Breakpoint[] {
    const points = readStored('breakpoints')?.['points'];
    return Array.isArray(points) ? points.filter(isBreakpoint) : [];
  }

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

  /** Takes breakpoints of an earlier visit, as far as their files are still there. */
  restore(points: readonly Breakpoint[], files: readonly { readonly path: string }[]): void {
    this.all = points.filter((point) => files.some((file) => file.path === point.file));
  }

  clear(): void {
    this.all = [];
  }
}

function isBreakpoint(value: unknown): value is Breakpoint {
  const point = value as Partial<Breakpoint> | null;
  return typeof point?.file === 'string' && Number.isSafeInteger(point.line) && Number(point.line) > 0;
}
