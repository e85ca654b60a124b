/**
 * Builds every lesson. Takes the folder of the toolchain, that to write to and that of the lessons. Ends with 1 if one has mistakes,
 * unless `--may-fail` says that this is no reason to stop.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createCompiler } from '../../compile/compiler.ts';
import { nodeLoader } from '../../compile/node-loader.node.ts';
import { LessonBuilder } from './build-lesson.ts';
import type { ListedLesson } from './built-lesson.ts';
import { lessonNames, readLessonFiles, writeLesson, writeList } from './lesson-output.node.ts';

const [toolchain = '', output = '', source = '', mayFail = ''] = process.argv.slice(2);
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const builder = new LessonBuilder(await createCompiler(nodeLoader(toolchain)));
const list: ListedLesson[] = [];
for (const name of lessonNames(source)) {
  const built = await builder.build(name, readLessonFiles(path.join(source, name)));
  if (built.kind === 'refused') {
    for (const problem of built.problems) process.stderr.write(`lessons/${name}/${problem}\n`);
    if (mayFail === '') process.exitCode = 1;
    continue;
  }
  writeLesson(output, built);
  list.push(built.listed);
}
writeList(output, list);
