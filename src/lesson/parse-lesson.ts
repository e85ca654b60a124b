/** A lesson's folder -> a lesson, or all that is wrong with it. */
import { ENGLISH } from '../i18n/locale-name.ts';
import { languagesOf, SETTINGS_FILE, textFile } from './lesson-files.ts';
import type { Lesson, LessonSettings, LessonText } from './model.ts';
import { ProblemList, type LessonProblem } from './problem.ts';
import { readText } from './read-text.ts';
import { compareDirectives } from './same-directives.ts';
import { readSettings } from './settings.ts';

export type ParsedLesson =
  | { readonly kind: 'lesson'; readonly lesson: Lesson }
  /** By file in the order in which they were read, then by line. */
  | { readonly kind: 'refused'; readonly problems: readonly LessonProblem[] };

/** `files`: contents by path in the folder. Others than lesson.yaml, the texts and C are not looked at. */
export function parseLesson(name: string, files: Readonly<Record<string, string>>): ParsedLesson {
  const lists: ProblemList[] = [];
  const read = <T>(file: string, by: (text: string, problems: ProblemList) => T): T | undefined => {
    const problems = new ProblemList(file);
    lists.push(problems);
    if (Object.hasOwn(files, file)) return by(files[file]!, problems);
    problems.add(1, '', { kind: 'missing-file' });
    return undefined;
  };
  const settings = read(SETTINGS_FILE, (text, problems) =>
    readSettings(text, (path) => Object.hasOwn(files, path), problems),
  );
  const texts = languagesOf(Object.keys(files)).map((language) => ({
    language,
    text: read(textFile(language), (written, problems) => {
      const text = readText(written, problems);
      if (settings && text) checkPrograms(text, settings, problems);
      return text;
    }),
  }));
  const [first, ...others] = texts;
  for (const [i, { text }] of others.entries())
    if (first?.text && text && lists.every(({ all }) => all.length === 0))
      compareDirectives(first.text, textFile(first.language), text, lists[i + 2]!);
  const problems = lists.flatMap(({ all }) => [...all].sort((a, b) => a.line - b.line));
  const english = texts.find(({ language }) => language === ENGLISH)?.text;
  if (!settings || !english || problems.length > 0) return { kind: 'refused', problems };
  const sources = Object.entries(files).filter(([path]) => /\.[ch]$/.test(path));
  const written = texts.flatMap(({ language, text }) => (text ? [[language, text] as const] : []));
  const lesson = {
    ...{ name, settings, files: Object.fromEntries(sources) },
    texts: { ...Object.fromEntries(written), en: english },
  };
  return { kind: 'lesson', lesson };
}

function checkPrograms({ blocks }: LessonText, { programs }: LessonSettings, problems: ProblemList): void {
  for (const block of blocks) {
    const asked = block.kind === 'show' ? block.show : block.kind === 'predict' ? block : undefined;
    if (!asked) continue;
    const program = programs[asked.program];
    const known = Object.keys(programs);
    if (!program || !Object.hasOwn(programs, asked.program)) {
      problems.add(block.line, `${block.kind}.program`, { kind: 'unknown-program', name: asked.program, known });
      continue;
    }
    const file = asked.at?.kind === 'line' ? asked.at.file : undefined;
    if (file !== undefined && !program.files.includes(file))
      problems.add(block.line, `${block.kind}.file`, { kind: 'no-such-file', name: file });
  }
}
