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

/** A preference that can't be kept is no reason to stop. */
export function writeStored(key: string, value: object): void {
  tryStore(key, value);
}

/** Stores it, and gives why that was not possible. */
export function tryStore(key: string, value: object): 'forbidden' | 'full' | undefined {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return undefined;
  } catch (error) {
    return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'forbidden';
  }
}

export function forgetStored(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Then there was nothing that could be read either.
  }
}
