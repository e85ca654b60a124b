/**
 * The same value as `next`, made of parts of `before` wherever they are equal: what did not change from one step to the next stays the
 * same object, and whoever compares by identity (Svelte does) has nothing to do for it. Takes plain data: objects and arrays, the
 * latter compared place by place; anything else (a Map, an instance) is taken from `next`.
 */
export function keepUnchanged<T>(next: T, before: unknown): T {
  if (Object.is(next, before) || !isPlain(next) || !isPlain(before)) return next;
  if (Array.isArray(next) !== Array.isArray(before)) return next;
  const kept: [string, unknown][] = Object.entries(next).map(([key, value]) => [
    key,
    keepUnchanged<unknown>(value, before[key]),
  ]);
  const isSame = kept.length === Object.keys(before).length && kept.every(([key, value]) => isOwn(before, key, value));
  if (isSame) return before as T;
  return (Array.isArray(next) ? kept.map(([, value]) => value) : Object.fromEntries(kept)) as T;
}

/** `keepUnchanged` for things that have names and come and go: each is compared with the one of its name. */
export function keepUnchangedItems<T>(
  next: readonly T[],
  before: readonly T[],
  nameOf: (item: T) => string,
): readonly T[] {
  const named = new Map(before.map((item) => [nameOf(item), item]));
  const kept = next.map((item) => keepUnchanged(item, named.get(nameOf(item))));
  return kept.length === before.length && kept.every((item, index) => item === before[index]) ? before : kept;
}

function isOwn(object: Record<string, unknown>, key: string, value: unknown): boolean {
  return Object.hasOwn(object, key) && Object.is(object[key], value);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
