/** What the command's options may be given, turned into what they mean. Commander prints the errors and ends with 2. */
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { LeakKind } from '../replay/findings.ts';
import { parseFilterRule, type FilterRule } from '../native/stack-filter.ts';
import { ALL_LEAK_KINDS } from '../report/selection.ts';
import { parseSuppression, parseSuppressions, type Suppression } from '../report/suppressions.ts';
import type { Schedule, ScheduledTask } from '../run/kernel/policy.ts';
import type { FailingAllocations } from '../trace/check-options.ts';
import { processWithLetter } from '../util/process-letter.ts';
import { reasonOf } from './reason-of.ts';
import { commandWords } from './command-messages.ts';

const LARGEST_NUMBER = 2 ** 32 - 1;

export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === '' || !Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(commandWords().wrong.wholeNumber(String(least), String(most)));
    return number;
  };
}

export const numberUpTo = (most: number): ((text: string) => number) => numberBetween(0, most);

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** A number of bytes, as 4096, 64K, 16M or 16MiB. */
export function sizeUpTo(most: number): (text: string) => number {
  return (text) => {
    const parts = /^(\d+)\s*([kmg]?)(?:i?b)?$/i.exec(text.trim());
    const bytes = parts ? Number(parts[1]) * UNITS[parts[2]!.toLowerCase()]! : NaN;
    if (!(bytes <= most)) throw new InvalidArgumentError(commandWords().wrong.size(sizeWords(most)));
    return bytes;
  };
}

const sizeWords = (bytes: number): string =>
  bytes % UNITS['m']! === 0 ? `${bytes / UNITS['m']!}M` : `${bytes / UNITS['k']!}K`;

/** `every`: the program runs once for each of its allocations, which then fails. */
export type FailMalloc = FailingAllocations | { readonly kind: 'every' };

export function failMalloc(text: string): FailMalloc {
  if (text === 'every') return { kind: 'every' };
  const random = /^random:(\d+)$/.exec(text);
  if (random && Number(random[1]) <= LARGEST_NUMBER) return { kind: 'random', seed: Number(random[1]) };
  if (/^[1-9]\d*$/.test(text) && Number(text) <= LARGEST_NUMBER) return { kind: 'nth', n: Number(text) };
  throw new InvalidArgumentError(commandWords().wrong.failMalloc);
}

/** Who runs when: in turn, at random by a seed, or tasks by the names that all views give them: A, B, A.2, A2. */
export function schedule(text: string): Schedule {
  if (text === 'round-robin') return { kind: 'round-robin' };
  const random = /^random:(\d+)$/.exec(text);
  if (random && Number(random[1]) <= LARGEST_NUMBER) return { kind: 'random', seed: Number(random[1]) };
  if (/^[A-Z][A-Z\d.,]*$/.test(text)) {
    const tasks = text.split(/,|(?<=[A-Z\d])(?=[A-Z])/).map(taskNamed);
    if (tasks.every((task) => task !== undefined)) return { kind: 'list', tasks };
  }
  throw new InvalidArgumentError(commandWords().wrong.schedule);
}

/** "B", or "B.2" for its second thread: as `taskName` writes it. */
function taskNamed(name: string): ScheduledTask | undefined {
  const [, letter = '', thread] = /^([^.]*)(?:\.([1-9]\d{0,3}))?$/.exec(name) ?? [];
  const process = processWithLetter(letter);
  return process === undefined ? undefined : { process, ...(thread !== undefined && { thread: Number(thread) - 1 }) };
}

/** As valgrind spells them. */
const LEAK_KIND_NAMES: Readonly<Record<string, LeakKind>> = {
  definite: 'definitely-lost',
  indirect: 'indirectly-lost',
  possible: 'possibly-lost',
  reachable: 'still-reachable',
};

export function leakKinds(text: string): ReadonlySet<LeakKind> {
  if (text === 'all') return ALL_LEAK_KINDS;
  if (text === 'none') return new Set();
  return new Set(
    text.split(',').map((name) => {
      const kind = LEAK_KIND_NAMES[name.trim()] ?? [...ALL_LEAK_KINDS].find((known) => known === name.trim());
      if (!kind)
        throw new InvalidArgumentError(commandWords().wrong.leakKinds(Object.keys(LEAK_KIND_NAMES).join(', ')));
      return kind;
    }),
  );
}

/** A rule, or the name of a file with rules. */
export function addSuppressions(text: string, known: readonly Suppression[]): readonly Suppression[] {
  const rule = parseSuppression(text);
  if (rule) return [...known, rule];
  let file: string;
  try {
    file = readFileSync(text, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(commandWords().wrong.suppression(reasonOf(error)));
  }
  const { rules, wrong } = parseSuppressions(file);
  if (wrong.length > 0)
    throw new InvalidArgumentError(commandWords().wrong.suppressionLine(String(wrong[0]!.line), wrong[0]!.text));
  return [...known, ...rules];
}

export function addFilterRule(text: string, known: readonly FilterRule[]): readonly FilterRule[] {
  const rule = parseFilterRule(text);
  if (!rule) throw new InvalidArgumentError(commandWords().wrong.filter);
  return [...known, rule];
}

export function addVariable(text: string, variables: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError(commandWords().wrong.variable);
  return { ...variables, [text.slice(0, at)]: text.slice(at + 1) };
}

export function addWord(text: string, words: readonly string[]): readonly string[] {
  return [...words, text];
}
