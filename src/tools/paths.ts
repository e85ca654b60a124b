/** Paths in the in-memory file system: names relative to '/', without a slash at either end; '' is the root itself. */

/** What a person typed, seen from the root, as a name; leading '..' lead nowhere. */
export function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

export interface FolderEntry {
  readonly name: string;
  /** Undefined for a folder. */
  readonly bytes: Uint8Array | undefined;
}

/** What lies directly in a folder, by name; undefined when there is no such folder. */
export function listFolder(
  files: Readonly<Record<string, Uint8Array>>,
  folder: string,
): readonly FolderEntry[] | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = new Map<string, FolderEntry>();
  for (const [path, bytes] of Object.entries(files)) {
    if (!path.startsWith(prefix)) continue;
    const rest = path.slice(prefix.length);
    const slash = rest.indexOf('/');
    const name = slash < 0 ? rest : rest.slice(0, slash);
    if (name !== '') entries.set(name, { name, bytes: slash < 0 ? bytes : undefined });
  }
  if (entries.size === 0 && folder !== '') return undefined;
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
