import { formatBytes, formatCount } from '../i18n/format.ts';
import { englishMessages } from '../report/messages.en.ts';
import type { Difference } from '../trials/explore.ts';
import type { WhatFailed } from './check-result.ts';
import type { Check, ExpectedFinding } from './model.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('en');

const count = (n: number): string => formatCount(n, 'en');
const bytes = (n: number): string => formatBytes(n, 'en');
/** As C would write it, so that blanks and line ends are seen. */
const quoted = (text: string): string => JSON.stringify(text);

const expectedFinding = ({ kind, line }: ExpectedFinding): string =>
  line === undefined ? kind : say('{kind} in line {line}', { kind, line });

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
      return say('exactly this is found: {findings}', { findings: check.findings.map(expectedFinding).join(', ') });
    case 'output':
      return say('it prints {text}', { text: quoted(check.text) });
    case 'output-contains':
      return say('{text} is among what it prints', { text: quoted(check.text) });
    case 'exit':
      return say('it ends with exit code {code}', { code: check.code });
    case 'allocations-at-most':
      return say('at most {most, plural, one {# allocation} other {# allocations}}', { most: check.most });
    case 'peak-at-most':
      return say('at most {most} allocated at a time', { most: bytes(check.most) });
    case 'frees':
      return say('{function}() frees all that it is given', { function: check.function });
    case 'malloc-failing':
      return 'it holds when any one allocation fails';
    case 'schedules':
      return say('the same happens under {count, plural, one {# schedule} other {# schedules}}', {
        count: check.count,
      });
    case 'uses':
      return say('it calls {function}()', { function: check.function });
    case 'avoids':
      return say('it does not call {function}()', { function: check.function });
  }
}

function otherOutput(what: Extract<WhatFailed, { kind: 'output' }>): string {
  if (what.expected === undefined)
    return what.line === 1
      ? say('it should print nothing, but prints {printed}', { printed: quoted(what.printed ?? '') })
      : say('after line {line} it prints more: {printed}', {
          line: what.line - 1,
          printed: quoted(what.printed ?? ''),
        });
  if (what.printed === undefined)
    return say('line {line} of the output is missing: {expected}', {
      line: what.line,
      expected: quoted(what.expected),
    });
  return say('line {line} of the output is {printed}, not {expected}', {
    line: what.line,
    printed: quoted(what.printed),
    expected: quoted(what.expected),
  });
}

/** Why a check failed. */
export function englishFailure(what: WhatFailed): string {
  switch (what.kind) {
    case 'stopped':
      return englishMessages.end(what.end);
    case 'finding': {
      const others = what.others > 0 ? say(', and {others} more', { others: count(what.others) }) : '';
      return say('{what}{others}', { what: englishMessages.title(what.finding), others });
    }
    case 'no-such-finding':
      return say('this was to be found and was not: {expected}', { expected: expectedFinding(what.expected) });
    case 'output':
      return otherOutput(what);
    case 'output-lacks':
      return say('it never prints {text}', { text: quoted(what.text) });
    case 'exit':
      return say('{what}, not with {expected}', {
        what: englishMessages.end(what.end),
        expected: what.expected,
      });
    case 'allocations':
      return say('{is, plural, one {# allocation} other {# allocations}}, where {most} would do', {
        is: what.is,
        most: count(what.most),
      });
    case 'peak':
      return say('{is} at a time, where {most} would do', { is: bytes(what.is), most: bytes(what.most) });
    case 'never-called':
      return say('{function}() is never called', { function: what.function });
    case 'called':
      return say('{function}() is called', { function: what.function });
    case 'not-freed':
      return say(
        'when {function}() returns, a block of {size} that it was given is still there (allocated in line {line})',
        { function: what.function, size: bytes(what.size), line: what.line },
      );
    case 'finding-after-failure':
      return say('when allocation {number} fails: {what}', {
        number: what.number,
        what: englishMessages.title(what.finding),
      });
    case 'end-after-failure':
      return say('when allocation {number} fails: {what}', {
        number: what.number,
        what: englishMessages.end(what.end),
      });
    case 'schedule':
      return say('under schedule {seed}, {difference}', {
        seed: what.seed,
        difference: DIFFERENCES[what.difference],
      });
    case 'too-long':
      return 'the program does too much for this to be judged';
  }
}
