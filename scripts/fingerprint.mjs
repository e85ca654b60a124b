/** Tells whether something built from files is out of date. Only Node built-ins. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

/**
 * One text for the state of some files: changes when one is added, removed, touched or resized.
 * By time and size, not content: this runs before every `heapscope` command and has milliseconds.
 * @param {readonly string[]} places files and folders, relative to the repository; absent ones count as empty
 */
export function fingerprint(places, base = root) {
  const hash = createHash('sha256').update(process.version);
  for (const place of places) addTo(hash, path.join(base, place));
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} place */
function addTo(hash, place) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory()) {
    hash.update(`${place}\0${stats.size}\0${stats.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(place).sort()) addTo(hash, path.join(place, name));
}

/** @param {string} stampFile @param {string} state */
export function isCurrent(stampFile, state) {
  try {
    return readFileSync(path.join(root, stampFile), 'utf8') === state;
  } catch {
    return false;
  }
}

/** @param {string} stampFile @param {string} state */
export function writeStamp(stampFile, state) {
  const file = path.join(root, stampFile);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, state);
}
