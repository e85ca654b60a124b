/** The person's projects. What is opened becomes one of them with its first edit, and every edit is kept a moment later. */
import type { Notices } from './notices.svelte.ts';
import type { Project, ProjectData } from './project.svelte.ts';
import type { ProjectStorage, StoredProject } from './project-storage.ts';
import { asProjectData } from './project-storage.ts';
import { forgetStored, readStored, writeStored } from './storage.ts';

/** Short: what was typed since is all that a crash of the tab can take. */
const SAVE_DELAY_MS = 300;

/** Carries ids of projects that were kept or removed, between tabs: a BroadcastChannel. */
export type ProjectChannel = Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;

export class Projects {
  /** Newest first. */
  list = $state.raw<readonly StoredProject[]>([]);
  /** Undefined: what is open is an example, or came from elsewhere, and has not been edited. */
  currentId = $state<string | undefined>();
  readonly current = $derived(this.list.find(({ id }) => id === this.currentId));

  /** Off where the program belongs to something else, as to a lesson: what is edited doesn't become a project. */
  keeps = true;

  #project: Project;
  #storage: ProjectStorage;
  #notices: Notices;
  #channel: ProjectChannel | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #savedRevision = 0;
  #complained = new Set<string>();
  /** Names what is open, should it become a project. */
  #title = '';

  constructor(project: Project, storage: ProjectStorage, notices: Notices) {
    this.#project = project;
    this.#storage = storage;
    this.#notices = notices;
  }

  /** Reads what there is, with what earlier versions kept. */
  async load(): Promise<void> {
    const stored = await this.#try(() => this.#storage.all());
    this.list = [...(stored ?? [])].sort((a, b) => b.changed - a.changed);
    const older = asProjectData(readStored('project'));
    if (older) {
      const project = this.#made(older, nameOf(older));
      this.#setCurrent(project.id);
      // Only when it is safe in its new place: the page may be left at any moment.
      if (await this.#put(project)) forgetStored('project');
    } else this.currentId = this.list.find(({ id }) => id === readStored('current')?.['id'])?.id ?? this.list[0]?.id;
  }

  /**
   * Hears of other tabs through the channel, and tells them. A project that is changed in another tab while it is open here is left to
   * that one: a notice offers what it has become, and what is edited here from now on becomes a project of its own. So no tab
   * takes anything from another. `show` puts a project in the place of what is open.
   */
  listen(channel: ProjectChannel, show: (project: StoredProject) => void): void {
    this.#channel = channel;
    channel.onmessage = ({ data }) => void this.#changedElsewhere(data, show);
  }

  async #changedElsewhere(id: unknown, show: (project: StoredProject) => void): Promise<void> {
    const before = this.current;
    // What has not been kept yet is no part of that project any more.
    if (before?.id === id) {
      this.currentId = undefined;
      this.#title = before?.name ?? '';
    }
    const stored = await this.#try(() => this.#storage.all());
    if (stored) this.list = [...stored].sort((a, b) => b.changed - a.changed);
    const changed = this.list.find((each) => each.id === id);
    if (!changed || before?.id !== id) return;
    this.#notices.add({ kind: 'project-elsewhere', name: changed.name, show: () => show(changed) });
  }

  /** To be called when `data` takes the place of what is open. `project`: the one it is, if any. */
  opened(project: StoredProject | undefined, title = ''): void {
    this.#title = title;
    this.#savedRevision = this.#project.revision;
    if (project) this.#setCurrent(project.id);
    else this.currentId = undefined;
  }

  /** To be called after every edit. */
  edited(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), SAVE_DELAY_MS);
  }

  /** Keeps what has been edited, now. */
  flush(): void {
    clearTimeout(this.#timer);
    const { revision } = this.#project;
    if (!this.keeps || revision === this.#savedRevision || !this.#project.isEdited) return;
    this.#savedRevision = revision;
    const { current } = this;
    if (current) void this.#put({ ...current, data: this.#project.data(), changed: Date.now() });
    else this.#addOpen();
  }

  rename(id: string, name: string): void {
    const project = this.list.find((each) => each.id === id);
    if (project && name.trim() !== '') void this.#put({ ...project, name: name.trim() });
  }

  duplicate(id: string): StoredProject | undefined {
    const project = this.list.find((each) => each.id === id);
    return project && this.#add(project.data, project.name);
  }

  /** Keeps what is open as a project, edited or not. */
  adopt(): StoredProject {
    const { current } = this;
    if (current) return current;
    this.#savedRevision = this.#project.revision;
    return this.#addOpen();
  }

  remove(id: string): StoredProject | undefined {
    const project = this.list.find((each) => each.id === id);
    if (!project) return undefined;
    if (id === this.currentId) clearTimeout(this.#timer);
    this.list = this.list.filter((each) => each.id !== id);
    void this.#try(() => this.#storage.remove(id)).then(() => this.#channel?.postMessage(id));
    return project;
  }

  /** Undoes `remove`. */
  restore(project: StoredProject): void {
    void this.#put(project);
  }

  /** What is open becomes a project. */
  #addOpen(): StoredProject {
    const data = this.#project.data();
    const project = this.#add(data, this.#title || nameOf(data));
    this.#setCurrent(project.id);
    return project;
  }

  #add(data: ProjectData, wanted: string): StoredProject {
    const project = this.#made(data, wanted);
    void this.#put(project);
    return project;
  }

  #made(data: ProjectData, wanted: string): StoredProject {
    const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    return { id, name: this.#freeName(wanted), changed: Date.now(), data };
  }

  #freeName(wanted: string): string {
    const taken = new Set(this.list.map(({ name }) => name));
    for (let n = 2, name = wanted; ; n += 1) {
      if (!taken.has(name)) return name;
      name = `${wanted.replace(/ \(\d+\)$/, '')} (${n})`;
    }
  }

  /** Puts it at its place in the list, at once, and into storage; gives whether that kept it. */
  async #put(project: StoredProject): Promise<boolean> {
    const others = this.list.filter(({ id }) => id !== project.id);
    this.list = [project, ...others].sort((a, b) => b.changed - a.changed);
    const isKept = (await this.#try(() => this.#storage.put(project).then(() => true))) ?? false;
    if (isKept) this.#channel?.postMessage(project.id);
    return isKept;
  }

  #setCurrent(id: string): void {
    this.currentId = id;
    writeStored('current', { id });
  }

  /** What storage refuses stays in memory; the person hears of it once. */
  async #try<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      const trouble = error instanceof Error && error.name === 'QuotaExceededError' ? 'full' : 'forbidden';
      if (!this.#complained.has(trouble)) this.#notices.add({ kind: 'storage', trouble });
      this.#complained.add(trouble);
      return undefined;
    }
  }
}

/** A program is called as its first source file. */
function nameOf({ files }: ProjectData): string {
  return (files.find(({ path }) => path.endsWith('.c')) ?? files[0])?.path ?? '';
}
