import { formatBytes, formatCount } from '../i18n/format.ts';
import { pluralIn } from '../i18n/plural.ts';
import { englishMessages } from '../report/messages.en.ts';
import type { Difference } from '../trials/explore.ts';
import type { WhatFailed } from './check-result.ts';
import type { Check, ExpectedFinding } from './model.ts';

const count = (n: number): string => formatCount(n, 'en');
const bytes = (n: number): string => formatBytes(n, 'en');
const form = pluralIn('en');
const plural = (n: number, one: string, other = `${one}s`): string => `${count(n)} ${form(n, { one, other })}`;
/** As C would write it, so that blanks and line ends are seen. */
const quoted = (text: string): string => JSON.stringify(text);

const expectedFinding = ({ kind, line }: ExpectedFinding): string =>
  line === undefined ? kind : `${kind} in line ${line}`;

const DIFFERENCES: Readonly<Record<Difference, string>> = {
  output: 'something else is printed',
  end: 'the program ends in another way',
  finding: 'there is something to find',
  deadlock: 'all wait for each other',
};

/** What a check asks for. */
export function englishCheck(check: Check): string {
  switch (check.kind) {
    case 'no-findings':
      return 'nothing is found: no leak, no misuse of memory';
    case 'findings':
      if (check.findings.length === 0) return 'nothing is found';
      return `exactly this is found: ${check.findings.map(expectedFinding).join(', ')}`;
    case 'output':
      return `it prints ${quoted(check.text)}`;
    case 'output-contains':
      return `${quoted(check.text)} is among what it prints`;
    case 'exit':
      return `it ends with exit code ${check.code}`;
    case 'allocations-at-most':
      return `at most ${plural(check.most, 'allocation')}`;
    case 'peak-at-most':
      return `at most ${bytes(check.most)} allocated at a time`;
    case 'frees':
      return `${check.function}() frees all that it is given`;
    case 'malloc-failing':
      return 'it holds when any one allocation fails';
    case 'schedules':
      return `the same happens under ${plural(check.count, 'schedule')}`;
    case 'uses':
      return `it calls ${check.function}()`;
    case 'avoids':
      return `it does not call ${check.function}()`;
  }
}

/** Why a check failed. */
export function englishFailure(what: WhatFailed): string {
  switch (what.kind) {
    case 'stopped':
      return englishMessages.end(what.end);
    case 'finding': {
      const others = what.others > 0 ? `, and ${count(what.others)} more` : '';
      return `${englishMessages.title(what.finding)}${others}`;
    }
    case 'no-such-finding':
      return `this was to be found and was not: ${expectedFinding(what.expected)}`;
    case 'output': {
      if (what.expected === undefined)
        return what.line === 1
          ? `it should print nothing, but prints ${quoted(what.printed ?? '')}`
          : `after line ${what.line - 1} it prints more: ${quoted(what.printed ?? '')}`;
      if (what.printed === undefined) return `line ${what.line} of the output is missing: ${quoted(what.expected)}`;
      return `line ${what.line} of the output is ${quoted(what.printed)}, not ${quoted(what.expected)}`;
    }
    case 'output-lacks':
      return `it never prints ${quoted(what.text)}`;
    case 'exit':
      return `${englishMessages.end(what.end)}, not with ${what.expected}`;
    case 'allocations':
      return `${plural(what.is, 'allocation')}, where ${count(what.most)} would do`;
    case 'peak':
      return `${bytes(what.is)} at a time, where ${bytes(what.most)} would do`;
    case 'never-called':
      return `${what.function}() is never called`;
    case 'called':
      return `${what.function}() is called`;
    case 'not-freed':
      return `when ${what.function}() returns, a block of ${bytes(what.size)} that it was given is still there (allocated in line ${what.line})`;
    case 'finding-after-failure':
      return `when allocation ${what.number} fails: ${englishMessages.title(what.finding)}`;
    case 'end-after-failure':
      return `when allocation ${what.number} fails: ${englishMessages.end(what.end)}`;
    case 'schedule':
      return `under schedule ${what.seed}, ${DIFFERENCES[what.difference]}`;
    case 'too-long':
      return 'the program does too much for this to be judged';
  }
}
