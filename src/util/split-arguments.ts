/**
 * Splits what a person typed into arguments as a POSIX shell would, without expansion: blanks separate, single quotes keep
 * everything, double quotes and backslashes keep the next character. An unclosed quote ends with the text.
 */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] ?? '';
    if (quote === "'") {
      if (c === "'") quote = '';
      else word = (word ?? '') + c;
    } else if (c === '\\' && i + 1 < text.length) {
      i += 1;
      word = (word ?? '') + (text[i] ?? '');
    } else if (c === '"' || (c === "'" && quote === '')) {
      word ??= '';
      quote = quote === c ? '' : c;
    } else if (/\s/.test(c) && quote === '') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + c;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The line that `splitArguments` takes apart again. */
export function joinArguments(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=+,@%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
