import { formatCount } from '../i18n/format.ts';
import { englishCheck, englishFailure } from './check-messages.en.ts';
import type { NoAnswer } from './answers.ts';
import type { LessonMessages } from './messages.ts';
import type { PlainlyWrong, WrongInLesson } from './problem.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('en');

const count = (n: number): string => formatCount(n, 'en');
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
  lessonHolds: (folder) =>
    say('{folder}: the start fails, the solution passes, all that is shown is there', { folder }),
  lessonMade: (folder, inClone) =>
    inClone
      ? say(
          '{folder} is a lesson that passes `heapscope lesson check`: write on from there, and see it with `npm run dev`',
          { folder },
        )
      : say('{folder} is a lesson that passes `heapscope lesson check`: write on from there', { folder }),
  alreadyThere: (folder) => say('{folder} is already there', { folder }),
  grade: {
    unreadable: (reason) => say("this can't be read: {reason}", { reason }),
    noSources: 'there is no C file in it',
    timeout: (seconds) => say('stopped after {seconds, plural, one {# second} other {# seconds}}', { seconds }),
    crashed: (message) => say('judging it failed: {message}', { message }),
  },
  place: ({ file, line, field }, sentence) =>
    say('{file}:{line}: {field}{sentence}', {
      file,
      line,
      field: field === '' ? '' : say('{field}: ', { field }),
      sentence,
    }),
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
      return say('this is not YAML: {reason}', { reason: what.reason });
    case 'unknown-field':
      return say('there is no such field{others}', {
        others: what.known.length > 0 ? say('; there are {known}', { known: list(what.known) }) : '',
      });
    case 'wrong-value':
      return say('expected {expected}', { expected: englishLessonMessages.expected[what.expected] });
    case 'unknown-directive':
      return say('there is no directive {name}; there are {known}', { name: what.name, known: list(what.known) });
    case 'unknown-cell':
      return say('nothing like "{name}" can be asked; there are {known}', { name: what.name, known: list(what.known) });
    case 'unknown-program':
      return say('there is no program "{name}" in lesson.yaml; there are {known}', {
        name: what.name,
        known: list(what.known),
      });
    case 'unknown-check':
      return say('there is no check "{name}"; there are {known}', { name: what.name, known: list(what.known) });
    case 'unclosed':
      return say(':::{name} is not closed by a line :::', { name: what.name });
    case 'misplaced':
      return say("a directive can't stand inside :::{name}; is a line ::: missing before it?", { name: what.name });
    case 'no-such-file':
      return say('there is no file {name} here', { name: what.name });
    case 'no-such-lesson':
      return say('there is no lesson {name} to link to', { name: what.name });
    case 'refused-link':
      return say('links may lead to https: and http: addresses and to # only, not to {name}', { name: what.name });
    case 'duplicate-id':
      return say('the id "{name}" is already taken in line {firstLine}', {
        name: what.name,
        firstLine: what.firstLine,
      });
    case 'second-exercise':
      return say('a lesson has one exercise, and it is in line {firstLine}', { firstLine: what.firstLine });
    case 'too-long':
      return say('longer than {most} characters', { most: count(what.most) });
    case 'unresolved':
      return unresolved(what.why);
    case 'not-compiled':
      return say('this does not compile: {message}', { message: what.message });
    case 'not-judged':
      return say('this could not be judged: {message}', { message: what.message });
    case 'solution-fails': {
      const at = what.failure.at
        ? say(' ({file}:{line})', { file: what.failure.at.file, line: what.failure.at.line })
        : '';
      return say('the solution fails "{check}": {what}{at}', {
        check: englishCheck(what.check),
        what: englishFailure(what.failure.what),
        at,
      });
    }
    case 'differs':
      return what.there === ''
        ? say('{other} has nothing more here', { other: what.other })
        : say('{other}:{otherLine} has "{there}" here', {
            other: what.other,
            otherLine: what.otherLine,
            there: what.there,
          });
    default:
      return PLAIN[what.kind];
  }
}

function unresolved(why: NoAnswer): string {
  switch (why.kind) {
    case 'line-not-reached':
      return why.times === 0
        ? say('line {line} of {file} never runs', { line: why.line, file: why.file })
        : say('line {line} of {file} runs only {times}', {
            line: why.line,
            file: why.file,
            times: why.times === 1 ? 'once' : say('{times} times', { times: count(why.times) }),
          });
    case 'finding-not-made':
      return say('there is no finding {finding}: the run has {findings}', {
        finding: why.finding,
        findings: count(why.findings),
      });
    case 'not-recorded':
      return 'the run is too long to be recorded whole';
    case 'no-variable':
      return say('there is no variable {name} at that moment', { name: why.name });
    case 'no-block':
      return say('there is no block {block} at that moment: the run has {blocks} in all', {
        block: why.block,
        blocks: count(why.blocks),
      });
    case 'no-pointer':
      return say('{name} is no pointer', { name: why.name });
    case 'no-value':
      return say('{name} has no value that could be typed', { name: why.name });
    case 'nothing-to-choose':
      return 'there is no block at that moment to choose from';
  }
}
