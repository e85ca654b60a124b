/** Whether `path` may name a file of a project: words joined by '/', none of them made of dots alone. */
export function isFilePath(path: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split('/').some((part) => /^\.+$/.test(part));
}
