/** Lessons' folders -> the files that the page fetches (see `built-lesson.ts`). */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LessonBuild } from './build-lesson.ts';
import type { ListedLesson } from './built-lesson.ts';

/** The folders of lessons, in the order of the course. */
export function lessonNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Contents by path in the lesson's folder. */
export function readLessonFiles(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(c|h|md|yaml)$/.test(file),
  );
  return Object.fromEntries(
    files.map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(folder, file), 'utf8')]),
  );
}

export function writeLesson(folder: string, { listed: { name }, lessons, recordings }: LessonBuild): void {
  for (const [language, lesson] of lessons)
    writeFileSync(path.join(folder, `${name}.${language}.json`), JSON.stringify(lesson));
  rmSync(path.join(folder, name), { recursive: true, force: true });
  mkdirSync(path.join(folder, name), { recursive: true });
  for (const [program, bytes] of recordings) writeFileSync(path.join(folder, name, `${program}.ready`), bytes);
}

export function writeList(folder: string, list: readonly ListedLesson[]): void {
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify(list));
}
