import { objectPath, sourceOfObject } from './arguments.ts';
import type { Diagnostic, SourcePosition } from './compile.ts';
import type { SourceLookup } from './clang-output.ts';
import { atPlace, withoutPlace } from './diagnostic.ts';
import { FAILING_FUNCTIONS, REMOVED_FROM_GLIBC, explainMissing } from './missing-functions.ts';

/**
 * Turns wasm-ld's messages into sentences about the person's files. They look so:
 *
 *     wasm-ld: error: /.o/a.c.o: undefined symbol: foo
 *     wasm-ld: error: duplicate symbol: main
 *     >>> defined in /.o/a.c.o
 *     >>> defined in /.o/b.c.o
 *     wasm-ld: warning: function signature mismatch: f
 *     >>> defined as (i32) -> i32 in /.o/a.c.o
 *     >>> defined as () -> void in /.o/b.c.o
 */
export function readLinkerOutput(stdout: string, stderr: string, source: SourceLookup): Diagnostic[] {
  const diagnostics = refusals(stdout, source);
  for (const { severity, text, details } of messages(stderr)) {
    const undefinedSymbol = /^(.*): undefined symbol: (.*)$/.exec(text);
    const duplicate = /^duplicate symbol: (.*)$/.exec(text);
    const mismatch = MISMATCH.exec(text);
    if (undefinedSymbol) diagnostics.push(missing(undefinedSymbol[1] ?? '', undefinedSymbol[2] ?? '', source));
    // `twoMains` says it once; main goes by several names in objects.
    else if (duplicate && MAIN.test(duplicate[1] ?? '')) continue;
    else if (duplicate) diagnostics.push(duplicateSymbol(duplicate[1] ?? '', details, source));
    else if (mismatch) diagnostics.push(differentTypes(mismatch[1] ?? '', details, source));
    else diagnostics.push(withoutPlace(severity, [text, ...details].join('; ')));
  }
  return diagnostics;
}

export function missingMain(): Diagnostic {
  return withoutPlace('error', 'the program has no `main` function', [
    'a C program begins in `int main(void)`; check its spelling, and that its file is among those compiled',
  ]);
}

/** `type` as wasm-ld writes it. */
export function unusableMain(type: string | undefined): Diagnostic {
  return withoutPlace('error', `\`main\` can't be started: its type is ${type ?? 'unknown'}`, [
    'write it as `int main(void)` or `int main(int argc, char **argv)`',
  ]);
}

const MISMATCH = /^function signature mismatch: (.*)$/;
/** The names that main goes by. */
const MAIN = /^(main|__original_main|__main_void|__main_argc_argv)$/;

/** From `--trace-symbol`'s lines, `.o/a.c.o: reference to pthread_create`. */
function refusals(stdout: string, source: SourceLookup): Diagnostic[] {
  const own = new Set([...stdout.matchAll(/^\.o\/.*: definition of (\w+)$/gm)].map((match) => match[1]));
  return [...stdout.matchAll(/^(.*): reference to (\w+)$/gm)].flatMap(([, object = '', name = '']) => {
    const file = sourceOfObject(object);
    const said = file === undefined || own.has(name) ? undefined : aboutUse(name, file);
    if (file === undefined || !said) return [];
    const place = firstUse(name, file, source)?.position ?? { file, line: 0, column: 0 };
    const notes = said.note === undefined ? [] : [withoutPlace('note', said.note)];
    return [atPlace(said.severity, place, `\`${name}\` is ${said.text}`, notes)];
  });
}

function aboutUse(
  name: string,
  file: string,
): { severity: 'warning'; text: string; note: string | undefined } | undefined {
  const note = explainMissing(name) ?? '';
  if (FAILING_FUNCTIONS.includes(name))
    return { severity: 'warning', text: `called in ${file} but always fails here (ENOSYS)`, note };
  const removed = REMOVED_FROM_GLIBC[name];
  if (removed === undefined) return undefined;
  return {
    severity: 'warning',
    text: `used in ${file}: it works here, but glibc has removed it in version ${removed}`,
    note: undefined,
  };
}

interface LinkerMessage {
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** The '>>>' lines, without the arrows. */
  readonly details: string[];
}

function messages(stderr: string): LinkerMessage[] {
  const found: LinkerMessage[] = [];
  for (const line of stderr.split('\n')) {
    const head = /^(?:wasm-ld: )?(error|warning): (.*)$/.exec(line);
    if (head) found.push({ severity: head[1] as 'error' | 'warning', text: head[2] ?? '', details: [] });
    else if (line.startsWith('>>> ')) found.at(-1)?.details.push(line.slice(4));
  }
  return found;
}

function missing(object: string, name: string, source: SourceLookup): Diagnostic {
  if (/^(__original_)?main$/.test(name)) return missingMain();
  const file = sourceOfObject(object);
  const use = file === undefined ? undefined : firstUse(name, file, source);
  const hint = explainMissing(name);
  const notes = hint ? [withoutPlace('note', hint)] : [];
  if (file === undefined) return withoutPlace('error', `\`${name}\` is needed by the C library but defined nowhere`);
  const message = `\`${name}\` is ${use?.called === false ? 'used' : 'called'} in ${file} but defined nowhere`;
  return atPlace('error', use?.position ?? { file, line: 0, column: 0 }, message, notes);
}

export function twoMains(files: readonly string[], source: SourceLookup): Diagnostic {
  return definedTwice('main', files.map(objectPath), source);
}

function duplicateSymbol(name: string, details: readonly string[], source: SourceLookup): Diagnostic {
  const objects = details.flatMap((line) => /^defined in (.*)$/.exec(line)?.[1] ?? []);
  return definedTwice(name, objects, source);
}

function definedTwice(name: string, objects: readonly string[], source: SourceLookup): Diagnostic {
  const files = objects.map(sourceOfObject);
  const [first, second] = files;
  if (first !== undefined && second !== undefined) {
    const position = definition(name, second, source) ?? { file: second, line: 0, column: 0 };
    const earlier = definition(name, first, source) ?? { file: first, line: 0, column: 0 };
    const note = atPlace('note', earlier, `\`${name}\` is also defined here`);
    return atPlace('error', position, `\`${name}\` is defined twice: in ${first} and in ${second}`, [note]);
  }
  const own = first ?? second;
  if (own === undefined) return withoutPlace('error', `\`${name}\` is defined twice: ${objects.join(' and ')}`);
  const position = definition(name, own, source) ?? { file: own, line: 0, column: 0 };
  return atPlace('error', position, `\`${name}\` is defined in ${own} and in the C library, which needs its own`);
}

/** The functions, but main, that are called as another type than they have. */
export function mismatchedFunctions(stderr: string): string[] {
  const names = messages(stderr).flatMap(({ text }) => MISMATCH.exec(text)?.[1] ?? []);
  return names.filter((name) => !MAIN.test(name));
}

function differentTypes(name: string, details: readonly string[], source: SourceLookup): Diagnostic {
  const uses = details.map((line) => /^defined as (.*) in (.*)$/.exec(line));
  const places = uses.map((use) => sourceOfObject(use?.[2] ?? '') ?? 'the C library');
  const notes = uses.map((use, i) => withoutPlace('note', `in ${places[i] ?? ''} it is ${use?.[1] ?? ''}`));
  const message = `\`${name}\` is declared in ${places.join(' and in ')} with different types; a call passes what it has, and what is missing is undefined`;
  const own = uses.map((use) => sourceOfObject(use?.[2] ?? '')).find((file) => file !== undefined);
  const place = own === undefined ? undefined : firstUse(name, own, source)?.position;
  return atPlace('warning', place ?? { file: own ?? '', line: 0, column: 0 }, message, notes);
}

/** wasm-ld tells the file, not the line; a search for the word in the code tells the line in all but odd cases. */
function firstUse(
  name: string,
  file: string,
  source: SourceLookup,
): { readonly position: SourcePosition; readonly called: boolean } | undefined {
  const code = codeOf(file, source);
  const uses = [...code.matchAll(new RegExp(`(?<![\\w.])${escape(name)}\\b(\\s*\\()?`, 'g'))];
  const inBody = uses.filter(({ index }) => isInBraces(code, index));
  const use = inBody.find((match) => match[1]) ?? inBody[0] ?? uses[0];
  return use ? { position: positionAt(file, code, use.index), called: use[1] !== undefined } : undefined;
}

/** Declarations are mostly outside of braces, uses mostly inside. */
function isInBraces(code: string, index: number): boolean {
  let depth = 0;
  for (let i = 0; i < index; i++) depth += code[i] === '{' ? 1 : code[i] === '}' ? -1 : 0;
  return depth > 0;
}

function definition(name: string, file: string, source: SourceLookup): SourcePosition | undefined {
  const code = codeOf(file, source);
  const body = new RegExp(`\\b${escape(name)}\\s*\\([^;{}]*\\)\\s*\\{`).exec(code);
  const any = body ?? new RegExp(`\\b${escape(name)}\\b`).exec(code);
  return any ? positionAt(file, code, any.index) : undefined;
}

/** The source with comments and literals blanked out, lengths and line ends kept. */
function codeOf(file: string, source: SourceLookup): string {
  const text = new TextDecoder().decode(source(file) ?? new Uint8Array(0));
  const hidden = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/g;
  return text.replace(hidden, (match) => match.replace(/[^\n]/g, ' '));
}

function positionAt(file: string, code: string, index: number): SourcePosition {
  const before = code.slice(0, index);
  return { file, line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}

function escape(name: string): string {
  return name.replace(/[^\w]/g, '\\$&');
}
