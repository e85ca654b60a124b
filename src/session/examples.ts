/**
 * The programs of `examples/`: small C files, each with a head comment, and folders of several files. The text is loaded
 * only when an example is chosen.
 */
import type { LocaleName } from '../i18n/format.ts';
import type { ProjectData } from './project.svelte.ts';

export interface Example {
  /** File name, or folder name for one of several files. */
  readonly name: string;
  readonly title: Readonly<Record<LocaleName, string>>;
}

const TEXTS = import.meta.glob<string>('../../examples/**/*.{c,h}', { query: '?raw', import: 'default' });
const ROOT = '../../examples/';
export const FIRST_EXAMPLE = 'leak.c';

export const EXAMPLES: readonly Example[] = listExamples();

function listExamples(): Example[] {
  const names = new Set(Object.keys(TEXTS).map((path) => path.slice(ROOT.length).split('/')[0] ?? ''));
  return [...names].filter((name) => !name.endsWith('.h')).sort().map((name) => ({ name, title: { en: '', zh: '' } }));
}

/** The files of an example, or undefined when there is none of that name. */
export async function openExample(name: string): Promise<ProjectData | undefined> {
  const inFolder = ROOT + name + '/';
  const paths = Object.keys(TEXTS).filter((path) => path === ROOT + name || path.startsWith(inFolder));
  const files = await Promise.all(
    paths.map(async (path) => ({
      path: path.startsWith(inFolder) ? path.slice(inFolder.length) : name,
      text: (await TEXTS[path]?.()) ?? '',
    })),
  );
  return files.length > 0 ? { files } : undefined;
}
