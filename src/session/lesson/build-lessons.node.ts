/**
 * Builds every lesson. Takes the folder of the toolchain, that to write to and that of the lessons. One with mistakes is told of and
 * left out: whoever works on another part of the page is not stopped by it. `heapscope lesson check` is what refuses it.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createCompiler } from '../../compile/compiler.ts';
import { nodeLoader } from '../../compile/node-loader.node.ts';
import { LessonBuilder } from './build-lesson.ts';
import type { ListedLesson } from './built-lesson.ts';
import { lessonNames, readLessonFiles, writeLesson, writeList } from './lesson-output.node.ts';

const [toolchain = '', output = '', source = ''] = process.argv.slice(2);
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const builder = new LessonBuilder(await createCompiler(nodeLoader(toolchain)));
const list: ListedLesson[] = [];
for (const name of lessonNames(source)) {
  const built = await builder.build(name, readLessonFiles(path.join(source, name)));
  if (built.kind === 'refused') {
    for (const problem of built.problems) process.stderr.write(`lessons/${name}/${problem}\n`);
    continue;
  }
  writeLesson(output, built);
  list.push(built.listed);
}
writeList(output, list);
