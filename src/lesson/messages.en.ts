import { formatCount } from '../i18n/format.ts';
import { pluralIn } from '../i18n/plural.ts';
import { englishCheck, englishFailure } from './check-messages.en.ts';
import type { NoAnswer } from './answers.ts';
import type { LessonMessages } from './messages.ts';
import type { PlainlyWrong, WrongInLesson } from './problem.ts';

const count = (n: number): string => formatCount(n, 'en');
const form = pluralIn('en');
const list = (names: readonly string[]): string => names.join(', ');

export const englishLessonMessages: LessonMessages = {
  problem,
  check: englishCheck,
  failure: englishFailure,
  expected: {
    text: 'text (put it in quotes if it looks like a number)',
    'text-not-empty': 'some text',
    texts: 'a list of texts',
    list: 'a list that is not empty',
    table: 'fields with values, as `name: value`',
    'whole-number': 'a whole number from 0 up',
    'number-from-1': 'a whole number from 1 up',
    time: 'a whole number from 1 up, or last',
    moment: 'start or end',
    'finding-kind': 'a kind of finding, such as leak or use-after-free',
    every: 'the word every',
    nothing: 'nothing after it',
    view: 'a view of the page: objects, heap, bytes, processes, sites, findings or console',
    identifier: 'a name made of letters, digits and _',
    'file-path': 'a path inside the folder of the lesson',
    variable: 'a variable, as FUNCTION.NAME or the NAME of a global, or a part of it, as main.p->next or main.a[2]',
  },
  noLessons: 'there is no folder with a lesson.yaml here',
  lessonHolds: (folder) => `${folder}: the start fails, the solution passes, all that is shown is there`,
  lessonMade: (folder) =>
    `${folder} is a lesson that passes \`heapscope lesson check\`: write on from there, and see it with \`npm run dev\``,
  alreadyThere: (folder) => `${folder} is already there`,
  grade: {
    unreadable: (reason) => `this can't be read: ${reason}`,
    noSources: 'there is no C file in it',
    timeout: (seconds) => `stopped after ${count(seconds)} ${form(seconds, { one: 'second', other: 'seconds' })}`,
    crashed: (message) => `judging it failed: ${message}`,
  },
  place: ({ file, line, field }, sentence) => `${file}:${line}: ${field === '' ? '' : `${field}: `}${sentence}`,
};

const PLAIN: Readonly<Record<PlainlyWrong, string>> = {
  'missing-file': 'this file is missing',
  'missing-field': 'this field is missing',
  'no-front-matter': 'the text must begin with a front matter: a line ---, title: and about:, and a line ---',
  attributes:
    'not written as a directive is: ::name{key=value key="two words"}, or ::: on a line of its own after :::name',
  'no-cells': 'nothing is asked: write lines that begin with "? ", such as "? value main.count"',
  'too-deep': 'too deep: quotes and lists inside each other',
  image: 'images are not shown: let ::show set the picture instead',
  'no-place': 'says neither a moment (line=, finding=, at=start, at=end) nor anything to show',
  'several-places': 'names more than one moment: only one of line=, finding= and at= can be',
  'no-question': 'there is no question before the choices',
  'too-few-choices': 'there must be two choices or more, each on a line that begins with "- [x] " or "- [ ] "',
  'none-right': 'no choice is right: mark one with [x]',
  'no-main-file': 'there is no file that ends in .c',
  'too-long-to-record': 'this runs too long to be recorded for the page',
  'start-passes': 'the start passes all checks already: there is nothing to do',
  'no-exercise': 'there are checks, but no :::exercise that asks for anything',
  'no-checks': 'there is an exercise, but no checks in lesson.yaml',
  timeout: 'this took too long',
};

function problem(what: WrongInLesson): string {
  switch (what.kind) {
    case 'not-yaml':
      return `this is not YAML: ${what.reason}`;
    case 'unknown-field':
      return `there is no such field${what.known.length > 0 ? `; there are ${list(what.known)}` : ''}`;
    case 'wrong-value':
      return `expected ${englishLessonMessages.expected[what.expected]}`;
    case 'unknown-directive':
      return `there is no directive ${what.name}; there are ${list(what.known)}`;
    case 'unknown-cell':
      return `nothing like "${what.name}" can be asked; there are ${list(what.known)}`;
    case 'unknown-program':
      return `there is no program "${what.name}" in lesson.yaml; there are ${list(what.known)}`;
    case 'unknown-check':
      return `there is no check "${what.name}"; there are ${list(what.known)}`;
    case 'unclosed':
      return `:::${what.name} is not closed by a line :::`;
    case 'misplaced':
      return `a directive can't stand inside :::${what.name}; is a line ::: missing before it?`;
    case 'no-such-file':
      return `there is no file ${what.name} here`;
    case 'no-such-lesson':
      return `there is no lesson ${what.name} to link to`;
    case 'refused-link':
      return `links may lead to https: and http: addresses and to # only, not to ${what.name}`;
    case 'duplicate-id':
      return `the id "${what.name}" is already taken in line ${what.firstLine}`;
    case 'second-exercise':
      return `a lesson has one exercise, and it is in line ${what.firstLine}`;
    case 'too-long':
      return `longer than ${count(what.most)} characters`;
    case 'unresolved':
      return unresolved(what.why);
    case 'not-compiled':
      return `this does not compile: ${what.message}`;
    case 'not-judged':
      return `this could not be judged: ${what.message}`;
    case 'solution-fails': {
      const at = what.failure.at ? ` (${what.failure.at.file}:${what.failure.at.line})` : '';
      return `the solution fails "${englishCheck(what.check)}": ${englishFailure(what.failure.what)}${at}`;
    }
    case 'differs':
      return what.there === ''
        ? `${what.other} has nothing more here`
        : `${what.other}:${what.otherLine} has "${what.there}" here`;
    default:
      return PLAIN[what.kind];
  }
}

function unresolved(why: NoAnswer): string {
  switch (why.kind) {
    case 'line-not-reached':
      return why.times === 0
        ? `line ${why.line} of ${why.file} never runs`
        : `line ${why.line} of ${why.file} runs only ${why.times === 1 ? 'once' : `${count(why.times)} times`}`;
    case 'finding-not-made':
      return `there is no finding ${why.finding}: the run has ${count(why.findings)}`;
    case 'not-recorded':
      return 'the run is too long to be recorded whole';
    case 'no-variable':
      return `there is no variable ${why.name} at that moment`;
    case 'no-block':
      return `there is no block ${why.block} at that moment: the run has ${count(why.blocks)} in all`;
    case 'no-pointer':
      return `${why.name} is no pointer`;
    case 'no-value':
      return `${why.name} has no value that could be typed`;
    case 'nothing-to-choose':
      return 'there is no block at that moment to choose from';
  }
}
