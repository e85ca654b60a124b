/** localStorage that may be missing, refused, full or hold something else: reading gives undefined, writing says nothing. */

const PREFIX = 'heapscope.';

/** The object stored under `key`, or undefined. Its fields are as unreliable as any stored text: check each. */
export function readStored(key: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function writeStored(key: string, value: object): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A preference that can't be kept is no reason to stop.
  }
}

export function forgetStored(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Then there was nothing that could be read either.
  }
}
