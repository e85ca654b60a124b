/** What `index.json` says about each example: the playground's menu and the golden tests read it. */
import type { RunOptions } from '../src/session/run-options.ts';
import index from './index.json';

export interface Example {
  /** File name, or folder name for a program of several files. */
  readonly name: string;
  /** In the folder `name`; absent for an example of one file. */
  readonly files?: readonly string[];
  readonly category: ExampleCategory;
  readonly title: Readonly<Record<'en' | 'zh', string>>;
  /** One sentence. */
  readonly about: Readonly<Record<'en' | 'zh', string>>;
  readonly arguments?: readonly string[];
  /** How it is run, where not as by default. */
  readonly options?: Partial<RunOptions>;
  /** The whole of standard input, closed at its end. */
  readonly stdin?: string;
  /** All that a complete checker finds, in order; none: the program is clean. */
  readonly findings: readonly ExpectedFinding[];
  /** Absent where it depends on what an access outside the program's memory reads. */
  readonly exit?: { readonly kind: 'exit'; readonly code: number } | { readonly kind: 'trap' };
  /** The signal that ends a native run. */
  readonly signal?: string;
  /** Which checker says on a Linux machine that this list is right: `native.test.ts` asks it. none: neither sees all of it, and other systems than ours can't run it. */
  readonly oracle: 'valgrind' | 'asan' | 'none';
}

export type ExampleCategory =
  'leaks' | 'heap' | 'stack-and-globals' | 'crashes' | 'basics' | 'structures' | 'input' | 'processes';

export interface ExpectedFinding {
  readonly kind: string;
  /** Innermost place in the program's own code: of the access, or for a leak of the allocation. */
  readonly file?: string;
  readonly function: string;
  /** Absent where it isn't fixed (the line at which a stack overflows). */
  readonly line?: number;
  readonly access?: 'read' | 'write';
  readonly size?: number;
  readonly bytes?: number;
  /** Where pointers are 8 bytes wide. */
  readonly nativeBytes?: number;
  readonly blocks?: number;
  readonly leak?: 'definitely-lost' | 'indirectly-lost' | 'still-reachable' | 'shared-segment';
}

export const EXAMPLES = index as readonly Example[];

/** Paths below `examples/` of the C sources to compile. */
export function sourcesOf(example: Example): readonly string[] {
  return (
    example.files?.filter((file) => file.endsWith('.c')).map((file) => `${example.name}/${file}`) ?? [example.name]
  );
}
