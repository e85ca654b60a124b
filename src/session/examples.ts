/**
 * The programs of `examples/`, as `examples/index.json` lists them. A program's text is loaded only when it is chosen.
 *
 * The index also holds input for the tests; here a person is asked for it, which is what these examples are for.
 */
import index from '../../examples/index.json';
import type { InLanguages } from '../i18n/locale-name.ts';
import type { ProjectData } from './project.svelte.ts';
import { readOptions, type RunOptions } from './run-options.ts';

export const CATEGORIES = [
  'leaks',
  'heap',
  'stack-and-globals',
  'crashes',
  'basics',
  'structures',
  'input',
  'processes',
] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Example {
  /** File name, or folder name for one of several files. */
  readonly name: string;
  readonly category: Category;
  readonly title: InLanguages<string>;
  /** One sentence on what there is to see. */
  readonly about: InLanguages<string>;
  readonly arguments?: readonly string[];
  /** How it is run, where not as by default. */
  readonly options?: Partial<RunOptions>;
  /** For a folder: its files, the one to look at first. */
  readonly files?: readonly string[];
}

const TEXTS = import.meta.glob<string>('../../examples/**/*.{c,h}', { query: '?raw', import: 'default' });
const ROOT = '../../examples/';
export const FIRST_EXAMPLE = 'leak.c';

const LISTED: readonly (Omit<Example, 'category'> & { readonly category: string })[] = index;
export const EXAMPLES: readonly Example[] = LISTED.filter(isCategorised);

function isCategorised(example: (typeof LISTED)[number]): example is Example {
  return CATEGORIES.some((category) => category === example.category);
}

/** The project that an example is, or undefined when there is none of that name. */
export async function openExample(name: string): Promise<ProjectData | undefined> {
  const example = EXAMPLES.find((each) => each.name === name);
  const paths = example?.files?.map((file) => `${name}/${file}`) ?? [name];
  const files = await Promise.all(
    paths.map(async (path, i) => ({ path: example?.files?.[i] ?? path, text: (await TEXTS[ROOT + path]?.()) ?? '' })),
  );
  if (files.every((file) => file.text === '')) return undefined;
  const options = example?.options && { options: readOptions(example.options) };
  return { files, argv: example?.arguments?.join(' ') ?? '', ...options };
}
