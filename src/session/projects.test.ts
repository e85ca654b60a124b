import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices } from './notices.svelte.ts';
import { Project } from './project.svelte.ts';
import type { ProjectStorage, StoredProject } from './project-storage.ts';
import { Projects, type ProjectChannel } from './projects.svelte.ts';

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

describe('two tabs', () => {
  function linked(): [ProjectChannel, ProjectChannel] {
    const ends: [ProjectChannel, ProjectChannel] = [
      { onmessage: null, postMessage: (data) => tell(1, data) },
      { onmessage: null, postMessage: (data) => tell(0, data) },
    ];
    const tell = (to: 0 | 1, data: unknown): void =>
      void ends[to].onmessage?.call({} as BroadcastChannel, new MessageEvent('message', { data }));
    return ends;
  }

  it('take nothing from each other: the one that is changed later makes a project of its own', async () => {
    const [here, there] = linked();
    const shown: StoredProject[] = [];
    projects.listen(here, (one) => shown.push(one));
    project.setText('first.c', 'int a;\n');
    projects.flush();
    await vi.advanceTimersByTimeAsync(0);

    const other = new Projects(new Project(), storage, new Notices());
    other.listen(there, () => undefined);
    await other.load();
    const [kept] = other.list;
    await storage.put({ ...kept!, data: { files: [{ path: 'first.c', text: 'int there;\n' }] } });
    there.postMessage(kept!.id);
    await vi.advanceTimersByTimeAsync(0);
    expect(notices.all).toMatchObject([{ kind: 'project-elsewhere', name: 'first.c' }]);

    project.setText('first.c', 'int here;\n');
    projects.flush();
    await vi.advanceTimersByTimeAsync(0);
    const texts = [...storage.kept.values()].map(({ name, data }) => [name, data.files[0]?.text]);
    expect(Object.fromEntries(texts)).toEqual({ 'first.c': 'int there;\n', 'first.c (2)': 'int here;\n' });

    const [notice] = notices.all;
    if (notice?.kind === 'project-elsewhere') notice.show();
    expect(shown.map(({ data }) => data.files[0]?.text)).toEqual(['int there;\n']);
  });

  it('change nothing for each other where each has another project open', async () => {
    const [here, there] = linked();
    projects.listen(here, () => undefined);
    project.setText('first.c', 'int a;\n');
    projects.flush();
    await vi.advanceTimersByTimeAsync(0);
    const id = projects.currentId;
    await storage.put({ id: 'other', name: 'other.c', changed: 1, data: { files: [{ path: 'other.c', text: '' }] } });
    there.postMessage('other');
    await vi.advanceTimersByTimeAsync(0);
    expect(projects.currentId).toBe(id);
    expect(projects.list.map(({ name }) => name).sort()).toEqual(['first.c', 'other.c']);
    expect(notices.all).toEqual([]);
  });
});
