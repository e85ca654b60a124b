/** What was made of files that did not change since, so that of several files only the edited one is worked on. */

type Files = readonly { readonly path: string; readonly bytes: Uint8Array }[];

interface Entry<Made> {
  readonly args: readonly string[];
  readonly inputs: Files;
  readonly made: Made;
}

/** Holds the latest result for each .c file; asked with the same arguments and files it gives it back. */
export class UnitCache<Made> {
  readonly #entries = new Map<string, Entry<Made>>();

  find(unit: string, args: readonly string[], files: Files): Made | undefined {
    const entry = this.#entries.get(unit);
    if (!entry || entry.args.length !== args.length || !entry.args.every((arg, i) => arg === args[i])) return undefined;
    const inputs = inputsOf(unit, files);
    const same = inputs.length === entry.inputs.length && inputs.every((file, i) => sameFile(file, entry.inputs[i]));
    return same ? entry.made : undefined;
  }

  /** The bytes of `files` are copied. Entries of files that are gone are dropped. */
  keep(unit: string, args: readonly string[], files: Files, made: Made): void {
    for (const path of this.#entries.keys()) if (!files.some((file) => file.path === path)) this.#entries.delete(path);
    const inputs = inputsOf(unit, files).map(({ path, bytes }) => ({ path, bytes: bytes.slice() }));
    this.#entries.set(unit, { args, inputs, made });
  }
}

/** An include of a .c file, or of what a macro names. */
const INCLUDES_UNIT = /#\s*include(?:_next)?\s*(?:["<][^">]*\.c[">]|[A-Za-z_])|#\s*embed|\\\r?\n\s*include/;

/**
 * All project files that a unit may read: itself and all that aren't .c files; the other .c files only if something
 * includes one, since then a change there must not be missed.
 */
function inputsOf(unit: string, files: Files): Files {
  const decoder = new TextDecoder();
  const readable = files.filter(({ path }) => path === unit || !path.endsWith('.c'));
  return readable.some(({ bytes }) => INCLUDES_UNIT.test(decoder.decode(bytes))) ? files : readable;
}

function sameFile(a: Files[number], b: Files[number] | undefined): boolean {
  if (b === undefined || a.path !== b.path || a.bytes.length !== b.bytes.length) return false;
  return a.bytes.every((byte, i) => byte === b.bytes[i]);
}
