/**
 * Reads the C files named on the command line, and the headers of the user's own that they include. The compiler sees them
 * in a tree of their own, below the nearest directory that holds all of them.
 */
import path from 'node:path';
import type { Diagnostic, SourceFile } from '../compile/compile.ts';
import { withoutPlace } from '../compile/diagnostic.ts';
import { reasonOf } from './reason-of.ts';
import { commandWords } from './command-messages.ts';

/** The part of a file system that this needs. */
export interface FileReader {
  /** Throws with a `code` as Node's does. */
  read(file: string): Uint8Array;
  isFile(file: string): boolean;
}

export interface CollectedSources {
  readonly files: readonly SourceFile[];
  /** Paths of those that were named; the others are included. */
  readonly units: readonly string[];
  /** With the directories and files in them as the tree has them. */
  readonly flags: readonly string[];
  /** Files that can't be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** A path of the tree as the person knows it. */
  shown(file: string): string;
}

const DIRECTORY_FLAGS = ['-I', '-iquote', '-isystem', '-idirafter'];
const FILE_FLAGS = ['-include', '-imacros'];
const INCLUDE = /^[ \t]*#[ \t]*(?:include|include_next|import|embed)[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)/gm;

/** `files` and directories in `flags` are relative to `cwd`. */
export function collectSources(
  files: readonly string[],
  flags: readonly string[],
  cwd: string,
  reader: FileReader,
): CollectedSources {
  const found = new Map<string, Uint8Array>();
  const diagnostics: Diagnostic[] = [];
  const directories = valuesOf(flags, DIRECTORY_FLAGS).map((directory) => path.resolve(cwd, directory));

  const add = (file: string): void => {
    if (found.has(file)) return;
    const bytes = reader.read(file);
    found.set(file, bytes);
    for (const { name, quoted } of includesOf(bytes)) {
      const places = quoted ? [path.dirname(file), ...directories] : directories;
      const included = places.map((place) => path.resolve(place, name)).find((one) => reader.isFile(one));
      if (included !== undefined) add(included);
    }
  };
  for (const file of files) {
    try {
      add(path.resolve(cwd, file));
    } catch (error) {
      diagnostics.push(withoutPlace('error', commandWords().files.unreadable(file, reasonOf(error))));
    }
  }
  for (const file of valuesOf(flags, FILE_FLAGS)) {
    const place = [cwd, ...directories]
      .map((directory) => path.resolve(directory, file))
      .find((one) => reader.isFile(one));
    if (place !== undefined) add(place);
  }
  const root = commonRoot([...found.keys()], cwd);
  const inTree = (file: string): string => path.relative(root, file).split(path.sep).join('/');
  const asGiven = new Map(files.map((file) => [inTree(path.resolve(cwd, file)), path.normalize(file)]));
  const isRelative = files.every((file) => !path.isAbsolute(file));
  return {
    files: [...found].map(([file, bytes]) => ({ path: inTree(file), text: bytes })),
    units: [...asGiven.keys()],
    flags: withTreePaths(flags, (value) => inTree(path.resolve(cwd, value)) || '.'),
    diagnostics,
    shown: (file) => {
      const full = path.join(root, file);
      return asGiven.get(file) ?? (file === '' ? '' : isRelative ? path.relative(cwd, full) : full);
    },
  };
}

function includesOf(bytes: Uint8Array): { name: string; quoted: boolean }[] {
  const text = new TextDecoder().decode(bytes);
  return [...text.matchAll(INCLUDE)].map(([, quoted, angled]) => ({
    name: quoted ?? angled ?? '',
    quoted: quoted !== undefined,
  }));
}

function valuesOf(flags: readonly string[], names: readonly string[]): string[] {
  return flags.flatMap((flag, i) => {
    const name = names.find((one) => flag.startsWith(one));
    if (name === undefined) return [];
    const value = flag.length > name.length ? flag.slice(name.length) : flags[i + 1];
    return value === undefined ? [] : [value];
  });
}

/** Paths in flags are the person's; the compiler's are those of the tree. */
function withTreePaths(flags: readonly string[], inTree: (value: string) => string): string[] {
  const rewritten: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    const name = [...DIRECTORY_FLAGS, ...FILE_FLAGS].find((one) => flag.startsWith(one));
    if (name === undefined) rewritten.push(flag);
    else if (flag.length > name.length) rewritten.push(name, inTree(flag.slice(name.length)));
    else rewritten.push(flag, ...(i + 1 < flags.length ? [inTree(flags[++i]!)] : []));
  }
  return rewritten;
}

/** `cwd` if all files are below it, so that paths stay as a person sees them; else the nearest directory above all. */
function commonRoot(files: readonly string[], cwd: string): string {
  const below = (directory: string): boolean =>
    files.every((file) => !path.relative(directory, file).split(path.sep).includes('..'));
  let root = cwd;
  if (!below(cwd) && files[0] !== undefined) {
    root = path.dirname(files[0]);
    while (!below(root) && path.dirname(root) !== root) root = path.dirname(root);
  }
  return root;
}
