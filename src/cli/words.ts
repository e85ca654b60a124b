/** Tells the words of `heapscope run` apart: source files, flags of clang's, and the program's own arguments. */

export interface RunWords {
  readonly files: readonly string[];
  readonly flags: readonly string[];
}

/** Flags of clang's whose value may be the next word. */
const TAKE_A_WORD = new Set([
  ...['-D', '-U', '-I', '-include', '-imacros', '-isystem', '-iquote', '-idirafter'],
  ...['-x', '-o', '-l', '-L', '-T', '-Xclang', '-Xlinker', '-target', '-MF', '-MT', '-MQ'],
]);

/** Splits what the command's own options have left over. */
export function splitWords(words: readonly string[]): RunWords {
  const files: string[] = [];
  const flags: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (!word.startsWith('-') || word === '-') files.push(word);
    else {
      flags.push(word);
      const value = words[i + 1];
      if (TAKE_A_WORD.has(word) && value !== undefined) {
        flags.push(value);
        i++;
      }
    }
  }
  return { files, flags };
}

/** Cuts the command line at the first '--'; what follows goes to the program untouched. */
export function cutArguments(words: readonly string[]): { command: readonly string[]; program: readonly string[] } {
  const at = words.indexOf('--');
  return at < 0 ? { command: words, program: [] } : { command: words.slice(0, at), program: words.slice(at + 1) };
}
