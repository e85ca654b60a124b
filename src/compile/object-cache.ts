import type { Diagnostic } from './compile.ts';

/** Objects of files that did not change since the last compile, so that of several files only the edited one is built. */

type Files = readonly { readonly path: string; readonly bytes: Uint8Array }[];

export interface KeptObject {
  readonly object: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

interface Entry extends KeptObject {
  readonly args: readonly string[];
  /** All project files that the unit may have read: itself, and every file that is not another unit. */
  readonly inputs: Files;
}

export class ObjectCache {
  readonly #entries = new Map<string, Entry>();

  find(unit: string, args: readonly string[], files: Files): KeptObject | undefined {
    const entry = this.#entries.get(unit);
    if (!entry || entry.args.length !== args.length || !entry.args.every((arg, i) => arg === args[i])) return undefined;
    const inputs = inputsOf(unit, files);
    const same = inputs.length === entry.inputs.length && inputs.every((file, i) => sameFile(file, entry.inputs[i]));
    return same ? entry : undefined;
  }

  /** Holds the latest object of each unit; the bytes of `files` are copied. */
  keep(unit: string, args: readonly string[], files: Files, made: KeptObject): void {
    const inputs = inputsOf(unit, files).map(({ path, bytes }) => ({ path, bytes: bytes.slice() }));
    this.#entries.set(unit, { ...made, args, inputs });
  }
}

/** A .c file may #include another one; only files whose text names no other .c file are spared their neighbours. */
function inputsOf(unit: string, files: Files): Files {
  const own = files.find(({ path }) => path === unit);
  const others = files.filter(({ path }) => path !== unit);
  const headers = others.filter(({ path }) => !path.endsWith('.c'));
  const text = new TextDecoder();
  const includesUnits = [own, ...headers].some(
    (file) => file && /#\s*include\s*["<][^">]*\.c[">]|#\s*include\s+\w/.test(text.decode(file.bytes)),
  );
  return [...(own ? [own] : []), ...(includesUnits ? others : headers)];
}

function sameFile(a: Files[number], b: Files[number] | undefined): boolean {
  return (
    b !== undefined &&
    a.path === b.path &&
    a.bytes.length === b.bytes.length &&
    a.bytes.every((byte, i) => byte === b.bytes[i])
  );
}
