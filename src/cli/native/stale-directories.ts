/** Directories of streams whose launcher was killed before it could remove them. */
import { closeSync, lstatSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { Control, CONTROL_MAGIC } from '../../native/stream.ts';

export const STREAMS_PREFIX = 'heapscope-';
/** As mkdtemp makes them of the prefix. */
const NAME = new RegExp(`^${STREAMS_PREFIX}[A-Za-z0-9]{6}$`);
const OWN_ONLY = 0o700;
/** A launcher writes to its control file every few milliseconds. */
const STALE_MILLISECONDS = 10_000;

/** Removes those below `parent` that are this user's, and nobody else's to write, if whoever read them is gone. */
export function removeStale(parent: string): void {
  for (const name of readdirSync(parent)) {
    const directory = path.join(parent, name);
    if (NAME.test(name) && isOwn(directory) && isStale(directory)) rmSync(directory, { recursive: true, force: true });
  }
}

/** Whether there is no such process. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function isOwn(directory: string): boolean {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === process.geteuid?.() && (stats.mode & 0o777) === OWN_ONLY;
}

function isStale(directory: string): boolean {
  try {
    const control = path.join(directory, 'control');
    if (Date.now() - statSync(control).mtimeMs < STALE_MILLISECONDS) return false;
    const file = openSync(control, 'r');
    const words = new Uint32Array(4);
    readSync(file, words, 0, 16, 0);
    closeSync(file);
    const drainer = words[Control.drainer / 4]!;
    return words[Control.magic / 4] === CONTROL_MAGIC && drainer > 0 && isGone(drainer);
  } catch {
    return false;
  }
}
