import { en } from '../i18n/en.ts';
import { formatBytes, formatCount } from '../i18n/format.ts';
import { messagesIn } from '../i18n/say.ts';
import { systemEn } from '../i18n/system.en.ts';
import type { LeakKind } from '../replay/findings.ts';
import type { RunEnd, TrapReason } from '../trace/recording.ts';
import { signalNumber } from '../trace/signals.ts';
import { processLetter } from '../util/process-letter.ts';
import { englishExplanation } from './explanation-messages.en.ts';
import type { ReportMessages } from './messages.ts';
import { noteText, waitText } from './system-words.ts';
import { aBlock, englishTitle, leaked, misuseTitle, variableName } from './title-messages.en.ts';

const say = messagesIn('en');

const count = (n: number): string => formatCount(n, 'en');
const bytes = (n: number): string => formatBytes(n, 'en');

const TRAPS: Readonly<Record<TrapReason, string>> = {
  unreachable: 'code was reached that can’t be reached',
  'division-by-zero': 'division by zero',
  'integer-overflow': 'the result of a division doesn’t fit its type',
  'out-of-bounds': 'an access outside of all memory',
  'stack-overflow': 'the stack is full',
  'null-function': 'a call through a null function pointer',
  'bad-function-pointer': 'a call through a pointer to a function of another type',
  abort: 'abort() was called',
  'float-to-integer': 'a floating-point number doesn’t fit the integer type',
  other: 'a fault',
};

function endOf(end: RunEnd): string {
  switch (end.kind) {
    case 'exit':
      return say('the program ended with exit code {code}', { code: end.code });
    case 'trap':
      return say('the program was stopped: {trap}', { trap: TRAPS[end.reason] });
    case 'killed':
      if (end.reason === 'first-finding') return 'the program was stopped at its first finding';
      if (end.reason === 'SIGABRT') return say('the program was stopped: {abort}', { abort: TRAPS.abort });
      return signalNumber(end.reason) > 0
        ? say('the program was ended by signal {reason}', { reason: end.reason })
        : 'the program was stopped before its end';
    case 'limit': {
      const limits = {
        time: say('it ran for more than {limit, plural, one {# second} other {# seconds}}', { limit: end.limit }),
        steps: say('it ran for more than {limit, plural, one {# statement} other {# statements}}', {
          limit: end.limit,
        }),
        memory: say('its recording takes more than {limit} of memory', { limit: bytes(end.limit) }),
        output: say('it wrote more than {limit}', { limit: bytes(end.limit) }),
      };
      return say('the program was stopped: {limits}', { limits: limits[end.reason] });
    }
  }
}

export const englishMessages: ReportMessages = {
  title: englishTitle,
  explain: englishExplanation,
  cause: 'usual cause',
  fix: 'usual fix',
  note: 'note',
  severity: { error: 'error', warning: 'warning', note: 'note' },
  allocatedIn: (name) => say('the block was allocated in {name}()', { name }),
  inProcess: (letter, pid) => say('in process {letter} (pid {pid})', { letter, pid }),
  unmappedIn: (name) => say('the memory was unmapped in {name}()', { name }),
  waits({ process, pid, thread, isOneOfSeveral, wait }) {
    const which = isOneOfSeveral ? say('thread {thread} of process', { thread: thread + 1 }) : 'process';
    return say('{which} {process} (pid {pid}) waits for {wait}', {
      which,
      process: processLetter(process),
      pid,
      wait: waitText(wait, systemEn.waits, 'en'),
    });
  },
  zombie: (letter, pid) =>
    say('process {letter} (pid {pid}) ended and nobody waited for it: it was a zombie to the end', { letter, pid }),
  told: (note) => noteText(note, en.output.told, 'en'),
  freedIn: (name) => say('the block was freed in {name}()', { name }),
  valueFromBlock: (name, size) =>
    say('the value comes from {size} as it was allocated in {name}()', { size: aBlock(size), name }),
  valueFromVariable: (variable) =>
    say('the value comes from {variable} ({name} is {type}), which was not set', {
      variable: variableName(variable),
      name: variable.name,
      type: variable.type,
    }),
  valueFromAlloca: (name, size) =>
    say('the value comes from {size} that {name}() took on the stack with alloca(), and which was not set', {
      size: aBlock(size),
      name,
    }),
  constantIs: ({ name }) => (name === '' ? 'the string literal is this one' : 'the constant is this one'),
  lostIn: (name) => say('the last pointer to the block was lost here, in {name}()', { name }),
  failedIn: (number, name, others) =>
    say('it happens when allocation {number}, in {name}(), fails{others}', {
      number: count(number),
      name,
      others: others > 0 ? say(' (and after {others} more)', { others: count(others) }) : '',
    }),
  failed: (number, size, name, place) =>
    say('allocation {number}, of {size} in {name}(){place}, was made to fail', {
      number: count(number),
      size: bytes(size),
      name,
      place: place && say(' at {place}', { place }),
    }),
  failedInTurn: (n, notByExit, isCut) =>
    say(
      '{n, plural, one {# allocation} other {# allocations}} made to fail, one in each run{more}: {byExit} of the runs ended by exit, {notByExit} did not',
      { n, more: isCut ? ' (there are more)' : '', byExit: count(n - notByExit), notByExit: count(notByExit) },
    ),
  leakTotals: (totals) =>
    say('leaks: {sums}', {
      sums: Object.entries(totals)
        .filter(([, { blocks }]) => blocks > 0)
        .map(([kind, { bytes: n, blocks }]) =>
          say('{kind} {bytes} in {blocks}', {
            kind: kind.replace('-', ' '),
            bytes: bytes(n),
            blocks: leaked(kind as LeakKind, blocks),
          }),
        )
        .join(', '),
    }),
  calledFrom: (name, place) => say('called from {name}() at {place}', { name, place }),
  explored(tried, found) {
    if (!found)
      return say('{tried, plural, one {# schedule} other {# schedules}} tried: all go the same way as the usual one', {
        tried,
      });
    const what = {
      output: 'gives another output',
      end: 'ends in another way',
      finding: 'leads to another finding',
      deadlock: 'leads to a deadlock',
    };
    return say('schedule {seed} {what}; run it again with --schedule random:{number}', {
      seed: count(found.seed),
      what: what[found.difference],
      number: found.seed,
    });
  },
  inFile: (name, place) => say('in {name}() at {place}', { name, place }),
  noStack: 'no call stack was recorded',
  inLibrary: (name) => say('in {name}() of the C library', { name }),
  foldedFrames: (n) => say('{n, plural, one {# more call} other {# more calls}} of the same', { n }),
  end: endOf,
  stoppedBy: (finding) => say('the program was stopped: {finding}', { finding: misuseTitle(finding) }),
  summary: (of) => {
    const lost =
      of.leakedBlocks > 0
        ? say(', {leakedBytes} in {leakedBlocks, plural, one {# block} other {# blocks}} not freed', {
            leakedBytes: bytes(of.leakedBytes),
            leakedBlocks: of.leakedBlocks,
          })
        : '';
    const found =
      of.findings === 0
        ? 'nothing found'
        : say('{findings, plural, one {# finding} other {# findings}}', { findings: of.findings });
    const libc =
      of.libc.count > 0
        ? say(
            ', {n, plural, one {# more allocation} other {# more allocations}} ({bytes}) by the C library for itself',
            {
              n: of.libc.count,
              bytes: bytes(of.libc.bytes),
            },
          )
        : '';
    const heap = say(
      '{allocations, plural, one {# allocation} other {# allocations}}, {frees, plural, one {# free} other {# frees}}{libc}, at most {peakBytes} at a time',
      { allocations: of.allocations, frees: of.frees, libc, peakBytes: bytes(of.peakBytes) },
    );
    const hidden = of.suppressed > 0 ? say(', {suppressed} suppressed', { suppressed: count(of.suppressed) }) : '';
    return say('{found}{hidden}{lost}; {heap}', { found, hidden, lost, heap });
  },
  damage: (offset, reason) =>
    say('the recording is damaged at offset {offset}: {reason}. The report covers what comes before that.', {
      offset: count(offset),
      reason,
    }),
};
