/** `heapscope view`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocaleName } from '../../i18n/format.ts';
import { nativeMessages } from '../../report/native-messages.ts';
import { openBrowser } from '../../server/open-browser.ts';
import { servePage, type PageServer, type Route } from '../../server/page-server.ts';
import { BEGINNING_BYTES, readBeginning, readEnding } from '../../trace/read-parts.ts';
import { BAD_INPUT } from '../exit-code.ts';
import { isClone, PAGE, PAGE_BUILDER } from '../places.ts';
import { readRecordingFile } from '../read-recording-file.ts';
import { completeRecording } from './complete-recording.ts';
import { withFile } from './read-file.ts';

export interface ViewOptions {
  readonly file: string;
  /** Whether a browser is opened. */
  readonly open: boolean;
  readonly language: LocaleName;
}

/** Serves until it is interrupted. Gives the command's exit code. */
export async function viewCommand({ file, open, language }: ViewOptions): Promise<number> {
  const folder = isInParts(file) ? undefined : mkdtempSync(path.join(tmpdir(), 'heapscope-'));
  try {
    const served = folder === undefined ? file : await copied(file, path.join(folder, 'recording'));
    const read = served === file && folder !== undefined ? readRecordingFile(file) : undefined;
    if (typeof read === 'string') {
      process.stderr.write(`heapscope: ${read}\n`);
      return BAD_INPUT;
    }
    const query = new URLSearchParams({ recording: path.basename(file) }).toString();
    const server = await serve({ recording: { file: served } }, query, open, language);
    await interrupted();
    await server.close();
    return 0;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of a long recording that was cut off, which can be read in parts; `file` itself where there can be none, or need be none. */
async function copied(file: string, copy: string): Promise<string> {
  try {
    return (await completeRecording(file, copy)) ? copy : file;
  } catch {
    // It can't be read, which is told by who reads it as a whole.
    return file;
  }
}

/** Whether the page can read the recording part by part: then nobody reads all of it. */
function isInParts(file: string): boolean {
  try {
    const { size } = statSync(file);
    const isWhole = withFile(file, (read) => {
      const beginning = readBeginning(read(0, BEGINNING_BYTES));
      // A file that was cut off afterwards names a summary that isn't there.
      return (
        beginning && !('reason' in readEnding(read(beginning.summary, size - beginning.summary), beginning.summary))
      );
    });
    return isWhole === true;
  } catch {
    return false;
  }
}

/** The page, built if need be, with what is beside it. Prints its address. */
export async function serve(
  routes: Readonly<Record<string, Route>>,
  query: string,
  open: boolean,
  language: LocaleName,
): Promise<PageServer> {
  if (isClone) {
    const { ensurePage } = (await import(pathToFileURL(PAGE_BUILDER).href)) as { ensurePage(): Promise<void> };
    await ensurePage();
  }
  const server = await servePage({ page: PAGE, routes, query });
  process.stderr.write(`heapscope: ${nativeMessages(language).servedAt(server.url)}\n`);
  if (open) openBrowser(server.url);
  return server;
}

export function interrupted(): Promise<void> {
  return new Promise((go) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => go());
  });
}
