/**
 * The corpus: small C programs, each with what must be found in it on its first line.
 *
 *     expect: heap-buffer-overflow 14, leak:definitely-lost 9
 *     stdin: "two\nlines\n"
 *
 * (each in a comment of its own). A finding is its kind (a leak's with its leak kind) and the line of the innermost frame in
 * the program's own source, or a range of lines where any will do (`stack-overflow 5-8`). Nothing else may be found; `clean`:
 * nothing at all. The lines after it, in any order and all optional: `stdin` and `arguments` (as JSON), and `oracle`, for
 * programs that the native checkers judge differently or can't judge, with the reason.
 *
 * @typedef {object} ExpectedFinding
 * @property {string} kind As `--json` spells it; a leak's is `leak:` and the leak kind.
 * @property {number} firstLine
 * @property {number} lastLine
 *
 * @typedef {object} CorpusProgram
 * @property {string} name
 * @property {string} text
 * @property {readonly ExpectedFinding[]} expected
 * @property {string} stdin
 * @property {readonly string[]} arguments
 * @property {string | undefined} notJudged Why gcc's and valgrind's word doesn't count, if it doesn't.
 *
 * @typedef {object} Found
 * @property {string} kind
 * @property {number} line
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PROGRAMS_FOLDER = join(import.meta.dirname, 'programs');

/** @returns {CorpusProgram[]} */
export function readCorpus() {
  const names = readdirSync(PROGRAMS_FOLDER).filter((name) => name.endsWith('.c'));
  return names.sort().map((name) => parseProgram(name, readFileSync(join(PROGRAMS_FOLDER, name), 'utf8')));
}

/**
 * Throws if the first line isn't an expectation.
 * @param {string} name
 * @param {string} text
 * @returns {CorpusProgram}
 */
export function parseProgram(name, text) {
  /** @type {Map<string, string>} */
  const header = new Map();
  for (const line of text.split('\n')) {
    const [, key, value] = /^\/\* (expect|stdin|arguments|oracle): (.*) \*\/$/.exec(line) ?? [];
    if (key === undefined || value === undefined) break;
    header.set(key, value);
  }
  const expect = header.get('expect');
  if (expect === undefined) throw new Error(`${name}: the first line doesn't say what is expected`);
  return {
    name,
    text,
    expected: expect === 'clean' ? [] : expect.split(', ').map((one) => parseExpected(name, one)),
    stdin: JSON.parse(header.get('stdin') ?? '""'),
    arguments: JSON.parse(header.get('arguments') ?? '[]'),
    notJudged: header.get('oracle'),
  };
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {ExpectedFinding}
 */
function parseExpected(name, text) {
  const [, kind, first, last] = /^([a-z:-]+) (\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (kind === undefined || first === undefined) throw new Error(`${name}: can't read the expectation "${text}"`);
  return { kind, firstLine: Number(first), lastLine: Number(last ?? first) };
}

/**
 * Each kind and line once, in order; lines inside an expected range are shown as the range.
 * @param {readonly Found[]} found
 * @param {readonly ExpectedFinding[]} expected
 */
export function summarise(found, expected) {
  const texts = found.map(({ kind, line }) => {
    const like = expected.find((one) => one.kind === kind && line >= one.firstLine && line <= one.lastLine);
    return like ? expectationText(like) : `${kind} ${line}`;
  });
  return [...new Set(texts)].sort();
}

/** @param {ExpectedFinding} expected */
export function expectationText({ kind, firstLine, lastLine }) {
  return firstLine === lastLine ? `${kind} ${firstLine}` : `${kind} ${firstLine}-${lastLine}`;
}
