/** The sources that a native program's lines name, so that reports and the page can quote them. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../trace/symbols.ts';

/** A recording is no archive. */
const MOST_FILES = 200;
const MOST_BYTES = 2 ** 20;

/** A file as the person knows it: relative to where they are, if it lies below. */
export function shownFrom(folder: string): (file: string) => string {
  return (file) => (file.startsWith(`${folder}${path.sep}`) ? file.slice(folder.length + 1) : file);
}

/** Those that can be read. `folder` is what relative names are relative to. */
export function readSources(files: readonly string[], folder: string): SourceText[] {
  return files.slice(0, MOST_FILES).flatMap((file) => {
    const full = path.resolve(folder, file);
    try {
      if (statSync(full).size > MOST_BYTES) return [];
      return [{ path: file, text: readFileSync(full, 'utf8') }];
    } catch {
      return [];
    }
  });
}
