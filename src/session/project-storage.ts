/** Where projects are kept: the browser's database or, where that is refused, nothing but this tab's memory. */
import type { UseStore } from 'idb-keyval';
import type { ProjectData } from './project.svelte.ts';
import { readOptions } from './run-options.ts';

export interface StoredProject {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly changed: number;
  readonly data: ProjectData;
}

/** Every call may reject: storage can be forbidden, and it can be full. */
export interface ProjectStorage {
  all(): Promise<readonly StoredProject[]>;
  put(project: StoredProject): Promise<void>;
  remove(id: string): Promise<void>;
}

export class DatabaseStorage implements ProjectStorage {
  #store: UseStore | undefined;

  async all(): Promise<readonly StoredProject[]> {
    const { database, store } = await this.#opened();
    const found = await database.values<unknown>(store);
    return found.flatMap((value) => asStoredProject(value) ?? []);
  }

  async put(project: StoredProject): Promise<void> {
    const { database, store } = await this.#opened();
    await database.set(project.id, project, store);
  }

  async remove(id: string): Promise<void> {
    const { database, store } = await this.#opened();
    await database.del(id, store);
  }

  /** Opened by the first call, so that a browser which throws makes that call reject. Pages that keep nothing never load it. */
  async #opened(): Promise<{ database: typeof import('idb-keyval'); store: UseStore }> {
    const database = await import('idb-keyval');
    this.#store ??= database.createStore('heapscope', 'projects');
    return { database, store: this.#store };
  }
}

/** Another version may have written it. */
function asStoredProject(value: unknown): StoredProject | undefined {
  const { id, name, changed, data } = (value ?? {}) as Partial<StoredProject>;
  const read = asProjectData(data);
  if (typeof id !== 'string' || typeof name !== 'string' || typeof changed !== 'number' || !read) return undefined;
  return { id, name, changed, data: read };
}

export function asProjectData(value: unknown): ProjectData | undefined {
  const { files, flags, argv, stdin, interactive, options } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(files) || files.length === 0 || !files.every(isFile)) return undefined;
  const text = (given: unknown): string => (typeof given === 'string' ? given : '');
  return {
    files,
    flags: text(flags),
    argv: text(argv),
    stdin: text(stdin),
    interactive: interactive !== false,
    options: readOptions(options),
  };
}

function isFile(value: unknown): value is ProjectData['files'][number] {
  const { path, text } = (value ?? {}) as Record<string, unknown>;
  return typeof path === 'string' && typeof text === 'string';
}
