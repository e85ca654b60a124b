/** Files that a person dropped or pasted on the page: sources, programs that somebody shared, data for the program. */
import { PROGRAM_FILE_ENDING, readProgramFile } from '../share/program-file.ts';
import { checkHeader } from '../trace/read-recording.ts';
import { FILE_HEADER_BYTES } from '../trace/sections.ts';
import { isFilePath } from '../util/file-path.ts';
import type { FileRefusal } from './notices.svelte.ts';
import { isRecording, openRecordingFile } from './open-recording.ts';
import { openShared } from './share-session.ts';
import type { Session } from './session.svelte.ts';

const MOST_BYTES = 2 * 1024 * 1024;
const MAGIC_BYTES = 8;

/** What of a `File` is needed. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * Opens what was dropped. A recording is shown. A drop with a .c file is a program and takes the place of what is open (which stays among the
 * projects); other text files are added to what is open. What can't be used is refused in a notice, and changes nothing.
 */
export async function openDropped(session: Session, files: readonly DroppedFile[]): Promise<void> {
  const read: { path: string; text: string }[] = [];
  for (const file of files) {
    if (isRecording(await partOf(file, 0, MAGIC_BYTES))) return openRecorded(session, file);
    const text = await textOf(file);
    if (typeof text !== 'string') return refuse(session, file.name, text.reason);
    if (file.name.endsWith(PROGRAM_FILE_ENDING)) {
      const opened = readProgramFile(text);
      if (opened.kind === 'opened') openShared(session, opened.program);
      else session.notices.add({ kind: 'share-refused', reason: opened.reason });
      return;
    }
    if (!isFilePath(file.name)) return refuse(session, file.name, 'bad-name');
    read.push({ path: file.name, text });
  }
  if (read.some(({ path }) => path.endsWith('.c'))) {
    const sourcesFirst = [...read].sort((a, b) => Number(b.path.endsWith('.c')) - Number(a.path.endsWith('.c')));
    session.open({ files: sourcesFirst });
    session.projects.adopt();
    return;
  }
  const taken = read.find(({ path }) => session.project.nameProblem(path) !== undefined);
  if (taken) return refuse(session, taken.path, 'taken');
  for (const { path, text } of read) session.project.add(path, text);
  session.edited();
}

/** Shows a recording that was dropped or chosen. Any other file is refused in a notice, before it is read to its end. */
export async function openRecorded(session: Session, file: DroppedFile): Promise<void> {
  const why = checkHeader(await partOf(file, 0, FILE_HEADER_BYTES));
  if (why) return session.notices.add({ kind: 'recording-refused', name: file.name, why });
  const read = (from: number, to: number): Promise<Uint8Array> => partOf(file, from, to);
  return openRecordingFile(session, file.name, { size: file.size, read });
}

async function partOf(file: DroppedFile, from: number, to: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(from, to).arrayBuffer());
}

function refuse(session: Session, name: string, reason: FileRefusal): void {
  session.notices.add({ kind: 'file-refused', reason, name });
}

async function textOf(file: DroppedFile): Promise<string | { readonly reason: FileRefusal }> {
  if (file.size > MOST_BYTES) return { reason: 'too-large' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? { reason: 'not-text' } : text;
  } catch {
    return { reason: 'not-text' };
  }
}
