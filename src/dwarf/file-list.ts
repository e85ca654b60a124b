import type { FileId } from './debug-info.ts';

/** Interns paths; a `FileId` indexes `paths`. */
export class FileList {
  readonly paths: string[] = [];
  private readonly ids = new Map<string, FileId>();

  intern(path: string): FileId {
    let id = this.ids.get(path);
    if (id === undefined) {
      id = this.paths.length;
      this.ids.set(path, id);
      this.paths.push(path);
    }
    return id;
  }
}

/**
 * The path of a file as the user knows it: relative when it lies in the compilation directory, absolute otherwise.
 * Below `/` everything lies in the compilation directory, so there only a path that was written relative stays so.
 */
export function displayPath(compilationDirectory: string, directory: string, name: string): string {
  const path = name.startsWith('/') ? name : directory === '' ? name : `${directory}/${name}`;
  const root = normalise(compilationDirectory);
  if (!path.startsWith('/')) {
    const inside = normalise(path);
    return inside.startsWith('..') ? normalise(`${root}/${path}`) : inside;
  }
  const absolute = normalise(path);
  return root !== '/' && root !== '' && absolute.startsWith(`${root}/`) ? absolute.slice(root.length + 1) : absolute;
}

/** Removes '.', '..' and empty steps. */
function normalise(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '..' || !path.startsWith('/')) steps.push(step);
  }
  return (path.startsWith('/') ? '/' : '') + steps.join('/');
}
