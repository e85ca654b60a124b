import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The text files of a lesson or a submission, by their path in the folder; links are left out, as they may lead out of it. Throws as Node's
 * `fs` does.
 */
export function readFolder(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const wanted = names.filter((name) => /\.(c|h|md|yaml)$/.test(name)).sort();
  return Object.fromEntries(
    wanted
      .filter((name) => lstatSync(path.join(folder, name)).isFile())
      .map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name), 'utf8')]),
  );
}

/** The folders in `folder` that hold a lesson.yaml, in the order of their names. */
export function lessonFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name))
    .filter((one) => statSync(path.join(one, 'lesson.yaml'), { throwIfNoEntry: false })?.isFile() ?? false)
    .sort();
}
