/** `npm run dev`: builds a lesson anew when one of its files changes, and tells the page, which shows it without being loaded anew. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import type { LessonBuild, LessonBuilder } from './build-lesson.ts';
import type { ListedLesson } from './built-lesson.ts';
import { LESSON_CHANGE, type LessonChange } from './lesson-change.ts';
import { readLessonFiles, writeLesson, writeList } from './lesson-output.node.ts';

/** Editors write a file in several goes. */
const QUIET_MS = 80;

export function liveLessons(): Plugin {
  return {
    name: 'heapscope-live-lessons',
    apply: 'serve',
    configureServer(server) {
      const source = path.join(server.config.root, 'lessons');
      const timers = new Map<string, NodeJS.Timeout>();
      const rebuild = once(server);
      server.watcher.add(source);
      server.watcher.on('all', (_event, file) => {
        const [name] = path.relative(source, file).split(path.sep);
        if (!name || !/^\d\d-/.test(name)) return;
        clearTimeout(timers.get(name));
        timers.set(
          name,
          setTimeout(() => void rebuild(name), QUIET_MS),
        );
      });
    },
  };
}

/** The builder is loaded with the first change; afterwards a change of the text takes no run of a program. */
function once(server: ViteDevServer): (name: string) => Promise<void> {
  const { root, logger } = server.config;
  const output = path.join(root, 'build', 'lessons');
  let builder: Promise<LessonBuilder> | undefined;
  return async (name) => {
    try {
      builder ??= makeBuilder(server);
      const built = await (await builder).build(name, readLessonFiles(path.join(root, 'lessons', name)));
      if (built.kind === 'refused') {
        for (const problem of built.problems) logger.error(`lessons/${name}/${problem}`);
        tell(server, { name, problems: built.problems });
        return;
      }
      keep(output, built);
      // What was built now is no longer what the stamp says.
      rmSync(path.join(output, '.stamp'), { force: true });
      logger.info(`lessons/${name} is built`);
      tell(server, { name, problems: [] });
    } catch (error) {
      logger.error(`lessons/${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

function tell(server: ViteDevServer, change: LessonChange): void {
  server.ws.send({ type: 'custom', event: LESSON_CHANGE, data: change });
}

/** The engine is loaded as the page's code is: by Vite, which knows TypeScript. */
async function makeBuilder(server: ViteDevServer): Promise<LessonBuilder> {
  const load = <Module>(file: string): Promise<Module> => server.ssrLoadModule(`/src/${file}`) as Promise<Module>;
  const [{ LessonBuilder }, { createCompiler }, { nodeLoader }] = await Promise.all([
    load<typeof import('./build-lesson.ts')>('session/lesson/build-lesson.ts'),
    load<typeof import('../../compile/compiler.ts')>('compile/compiler.ts'),
    load<typeof import('../../compile/node-loader.node.ts')>('compile/node-loader.node.ts'),
  ]);
  return new LessonBuilder(await createCompiler(nodeLoader(path.join(server.config.root, 'build', 'toolchain'))));
}

function keep(output: string, built: LessonBuild): void {
  mkdirSync(output, { recursive: true });
  writeLesson(output, built);
  const list = readList(output).filter(({ name }) => name !== built.listed.name);
  list.push(built.listed);
  writeList(
    output,
    list.sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

function readList(output: string): ListedLesson[] {
  try {
    return JSON.parse(readFileSync(path.join(output, 'index.json'), 'utf8')) as ListedLesson[];
  } catch {
    return [];
  }
}
