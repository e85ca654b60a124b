/** `heapscope lesson new`: a lesson that is whole, for an author to write on from. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LocaleName } from '../i18n/format.ts';
import { LESSON_LANGUAGES, SETTINGS_FILE, textFile } from '../lesson/lesson-files.ts';
import { lessonMessages } from '../lesson/messages.ts';
import { isFilePath } from '../util/file-path.ts';
import { reasonOf } from './reason-of.ts';
import { BAD_INPUT } from './exit-code.ts';
import { lessonTemplate } from './lesson-template.ts';
import { isClone } from './places.ts';

/** `name`: of the folder, below `lessons/` where there is such a folder. Gives the exit code. */
export function lessonNew(name: string, language: LocaleName): number {
  const messages = lessonMessages(language);
  const refuse = (reason: string): number => {
    process.stderr.write(`heapscope: ${reason}\n`);
    return BAD_INPUT;
  };
  if (!isFilePath(name)) return refuse(messages.problem({ kind: 'wrong-value', expected: 'file-path' }));
  const folder = !name.includes('/') && existsSync('lessons') ? path.join('lessons', name) : name;
  if (existsSync(folder)) return refuse(messages.alreadyThere(folder));
  try {
    mkdirSync(folder, { recursive: true });
    const { settings, text, start, solution } = lessonTemplate;
    writeFileSync(path.join(folder, SETTINGS_FILE), settings);
    for (const one of LESSON_LANGUAGES) writeFileSync(path.join(folder, textFile(one)), text[one]);
    writeFileSync(path.join(folder, 'start.c'), start);
    writeFileSync(path.join(folder, 'solution.c'), solution);
  } catch (error) {
    return refuse(`${folder}: ${reasonOf(error)}`);
  }
  process.stdout.write(`${messages.lessonMade(folder, isClone)}\n`);
  return 0;
}
