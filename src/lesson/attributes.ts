/** What stands in a directive's braces: `{line=12 time=last file="list.c"}`. */

const ATTRIBUTE = /\s*([A-Za-z][\w-]*)=(?:"((?:[^"\\]|\\["\\])*)"|([^\s"{}]+))/y;

/** Names to values, without quotes; undefined when it is not written like that. The braces may be missing. */
export function readAttributes(text: string): ReadonlyMap<string, string> | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return new Map();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  const inside = trimmed.slice(1, -1).trimEnd();
  const attributes = new Map<string, string>();
  ATTRIBUTE.lastIndex = 0;
  while (ATTRIBUTE.lastIndex < inside.length) {
    const [, name, quoted, bare] = ATTRIBUTE.exec(inside) ?? [];
    if (name === undefined || attributes.has(name)) return undefined;
    attributes.set(name, bare ?? quoted!.replace(/\\(["\\])/g, '$1'));
  }
  return attributes;
}
