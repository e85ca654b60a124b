import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices } from './notices.svelte.ts';
import { Project } from './project.svelte.ts';
import type { ProjectStorage, StoredProject } from './project-storage.ts';
import { Projects } from './projects.svelte.ts';

class MemoryStorage implements ProjectStorage {
  readonly kept = new Map<string, StoredProject>();
  refuses: string | undefined;

  all = (): Promise<readonly StoredProject[]> => this.#answer(() => [...this.kept.values()]);
  put = (project: StoredProject): Promise<void> => this.#answer(() => void this.kept.set(project.id, project));
  remove = (id: string): Promise<void> => this.#answer(() => void this.kept.delete(id));

  #answer<Result>(work: () => Result): Promise<Result> {
    if (this.refuses !== undefined) return Promise.reject(new DOMException('no', this.refuses));
    return Promise.resolve(work());
  }
}

let storage: MemoryStorage;
let project: Project;
let notices: Notices;
let projects: Projects;

beforeEach(() => {
  vi.useFakeTimers();
  storage = new MemoryStorage();
  project = new Project();
  notices = new Notices();
  projects = new Projects(project, storage, notices);
  openProgram('first.c');
});
afterEach(() => vi.useRealTimers());

function openProgram(path: string): void {
  project.open({ files: [{ path, text: 'int main;\n' }] });
  projects.opened(undefined);
}

function edit(text: string): void {
  project.setText(project.active, text);
  projects.edited();
}

const texts = (): (string | undefined)[] => [...storage.kept.values()].map(({ data }) => data.files[0]?.text);

describe('projects', () => {
  it('are made by the first edit, and kept after each', async () => {
    await projects.load();
    expect(storage.kept.size).toBe(0);
    edit('one');
    vi.runAllTimers();
    edit('two');
    vi.runAllTimers();
    expect(texts()).toEqual(['two']);
    expect(projects.current?.name).toBe('first.c');
  });

  it('outlive the page', async () => {
    edit('one');
    projects.flush();
    const next = new Projects(new Project(), storage, notices);
    await next.load();
    expect(next.current?.data.files[0]?.text).toBe('one');
  });

  it('are several, each under a name of its own', () => {
    edit('one');
    projects.flush();
    openProgram('first.c');
    edit('two');
    projects.flush();
    expect(texts()).toEqual(['one', 'two']);
    expect(projects.list.map(({ name }) => name).sort()).toEqual(['first.c', 'first.c (2)']);
    const copy = projects.duplicate(projects.list[0]?.id ?? '');
    expect(copy?.name).toBe('first.c (3)');
  });

  it('come back when their deletion is undone', () => {
    edit('one');
    projects.flush();
    const removed = projects.remove(projects.currentId ?? '');
    expect(storage.kept.size).toBe(0);
    if (removed) projects.restore(removed);
    expect(texts()).toEqual(['one']);
    expect(projects.list).toHaveLength(1);
  });

  it.each([
    ['SecurityError', 'forbidden'],
    ['QuotaExceededError', 'full'],
  ])('stay in memory under a %s, which is said once', async (error, trouble) => {
    storage.refuses = error;
    await projects.load();
    expect(notices.all).toEqual([{ kind: 'storage', trouble }]);
    const added = vi.spyOn(notices, 'add');
    edit('one');
    projects.flush();
    edit('two');
    projects.flush();
    await vi.runAllTimersAsync();
    expect(projects.current?.data.files[0]?.text).toBe('two');
    expect(added).not.toHaveBeenCalled();
  });
});
