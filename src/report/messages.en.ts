import { en } from '../i18n/en.ts';
import { systemEn } from '../i18n/system.en.ts';
import { formatAddress, formatBytes, formatCount } from '../i18n/format.ts';
import type { BlockDistance, Finding, FindingName, LeakFinding, LeakKind, MisuseFinding } from '../replay/findings.ts';
import { signalNumber } from '../trace/signals.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import type { RunEnd, TrapReason } from '../trace/recording.ts';
import { processLetter } from '../util/process-letter.ts';
import { libraryCall } from './library-call.ts';
import { noteText, waitText } from './system-words.ts';
import type { Explanation, ReportMessages } from './messages.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('en');

const count = (n: number): string => formatCount(n, 'en');
const bytes = (n: number): string => formatBytes(n, 'en');
const hyphenated = (n: number): string => say('{n}-byte', { n: count(n) });
/** "an 8-byte block", "an 11-byte block", "a 30-byte block". */
const aBlock = (n: number): string =>
  say('{article} {size} block', {
    article: /^(8|11|18)(,|$)/.test(count(n)) || /^8/.test(count(n)) ? 'an' : 'a',
    size: hyphenated(n),
  });

const LEAKS: Readonly<Record<LeakKind, { readonly title: string } & Explanation>> = {
  'definitely-lost': {
    title: 'definitely lost: no pointer to them is left',
    cause: 'The last pointer to the block went out of scope or was overwritten before the block was freed.',
    fix: 'Call free() while a pointer to the block is still at hand, on every way out of the function.',
  },
  'indirectly-lost': {
    title: 'indirectly lost: only lost blocks point to them',
    cause: 'The blocks can only be reached through another block that is lost itself.',
    fix: 'Free the structure from its ends: first what a node points to, then the node.',
  },
  'possibly-lost': {
    title: 'possibly lost: only pointers into their middle are left',
    cause: 'The pointer that malloc() gave was moved, and the start of the block is stored nowhere.',
    fix: 'Keep the pointer that malloc() gave for free(), and walk with a copy of it.',
  },
  'still-reachable': {
    title: 'still reachable at exit, and never freed',
    cause: 'A global or static variable still points to the block when the program ends.',
    fix: 'Nothing is lost here; free the block before exit if every allocation should have its free().',
  },
  'shared-segment': {
    title: 'still there after the last process: shared memory that nobody removed',
    cause: 'Detaching a segment of shmget() does not remove it, and neither does the end of the program.',
    fix: 'Call shmctl(id, IPC_RMID, NULL) once all processes have attached the segment: it goes with the last of them.',
  },
};

const EXPLANATIONS: Readonly<Record<Exclude<FindingName, 'leak'>, Explanation>> = {
  'double-free': {
    cause: 'Two parts of the program hold a pointer to the block, and each of them frees it; or one does so twice.',
    fix: 'Let exactly one place own the block; set a pointer to NULL after free(), since free(NULL) does nothing.',
  },
  'invalid-free': {
    cause:
      'The pointer was moved after malloc(), or it never came from malloc(): a local, a global or a string literal.',
    fix: 'Pass free() exactly what malloc(), calloc() or realloc() gave, and nothing else.',
  },
  'use-after-free': {
    cause:
      'A pointer that was kept is used after the block was freed: often a copy, or the one from before realloc() moved the block.',
    fix: 'Free a block only after its last use, and set every pointer to it to NULL or to the new block.',
  },
  'use-after-return': {
    cause: 'The address of a local variable was returned or stored, and the function has ended since.',
    fix: 'Return the value itself, let the caller provide the memory, or allocate it with malloc().',
  },
  'use-after-scope': {
    cause: 'A pointer still leads to a variable whose { } block has ended.',
    fix: 'Declare the variable in the block in which the pointer lives.',
  },
  'heap-buffer-overflow': {
    cause: 'An index or a length is too large by one or more, or the final 0 of a string was not counted.',
    fix: 'Allocate for all elements (for a string: strlen() + 1), and stop the loop before the end, with < instead of <=.',
  },
  'heap-buffer-underflow': {
    cause: 'An index is negative, or a pointer was moved back past the first element.',
    fix: 'Check that the index is at least 0 before it is used.',
  },
  'stack-buffer-overflow': {
    cause: 'An index or a length is too large for a local array, or an index is below 0.',
    fix: 'Compare the index with the number of elements, and give functions that fill a buffer its size.',
  },
  'global-buffer-overflow': {
    cause: 'An index is too large for a global or static array; often something is counted from 1.',
    fix: 'Compare the index with the number of elements: the last one is at n - 1.',
  },
  'uninitialised-read': {
    cause: 'A variable or a block from malloc() was used before a value was stored in all of it.',
    fix: 'Give variables a value where they are declared; use calloc() for memory that has to begin with zeros.',
  },
  'null-dereference': {
    cause: 'A function that may give NULL did (a search, malloc(), fopen()), and its result was not checked.',
    fix: 'Test the pointer before the first use of what it points to.',
  },
  'stack-overflow': {
    cause: 'A recursion never reaches its end, or local arrays are larger than the stack.',
    fix: 'Check the condition that ends the recursion; put large arrays on the heap.',
  },
  'overlapping-memcpy': {
    cause: 'Bytes are moved within one array: the source and the target have bytes in common.',
    fix: 'Use memmove(), which allows that.',
  },
  'bad-malloc-size': {
    cause: 'A difference that went below zero, or a product that is too large, was converted to size_t.',
    fix: 'Check the number before the call; malloc() gives NULL for such a size.',
  },
  'division-by-zero': {
    cause:
      'The divisor is zero: often a count or a length of something empty. (Or the smallest number is divided by -1.)',
    fix: 'Handle the empty case before dividing.',
  },
  'out-of-memory': {
    cause: 'The program holds more memory than there is, often because nothing is freed in a loop.',
    fix: 'Free what is no longer needed, and check every result of malloc() for NULL.',
  },
  deadlock: {
    cause: 'Each process waits for something that only another one could give.',
    fix: 'Take locks in the same order everywhere, and close the ends of pipes that are not used.',
  },
  trap: {
    cause: 'The program did something that the machine can’t do.',
    fix: 'Look at the line above and at the values that reach it.',
  },
  'undefined-behaviour': {
    cause: 'The operation has no meaning in C for these values.',
    fix: 'Check the values before the operation, or use a type in which the result fits.',
  },
};

/** A trap that has to do with a constant. */
const CONSTANT_WRITTEN: Explanation = {
  cause:
    'A char * was set to a string literal, or a const variable was written through a cast: such bytes can only be read.',
  fix: 'Make the string an array of its own, char s[] = "...", or copy it with strdup(); leave const variables as they are.',
};

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

/** "2 bytes after an 8-byte block". */
function relation({ where, bytes: distance, size }: BlockDistance): string {
  switch (where) {
    case 'inside':
      return say('{distance} {size}', {
        distance: distance === 0 ? 'at the start of' : say('{distance} inside', { distance: bytes(distance) }),
        size: aBlock(size),
      });
    case 'after':
      return say('{distance} {size}', {
        distance: distance === 0 ? 'right after' : say('{distance} after', { distance: bytes(distance) }),
        size: aBlock(size),
      });
    case 'before':
      return say('{distance} before {size}', { distance: bytes(distance), size: aBlock(size) });
  }
}

/** "right after variable buf of main() (buf is char[8], index 8)". */
function missed({ where, bytes: distance, ...variable }: VariablePlace): string {
  const name = variableName(variable);
  const index = variable.index === undefined ? '' : say(', index {index}', { index: count(variable.index) });
  const type = say(' ({name} is {type}{index})', { name: variable.name, type: variable.type, index });
  switch (where) {
    case 'inside':
      return say('{distance} {name}{type}', {
        distance: distance === 0 ? 'in' : say('{distance} inside', { distance: bytes(distance) }),
        name,
        type,
      });
    case 'after':
      return say('{distance} {name}{type}', {
        distance: distance === 0 ? 'right after' : say('{distance} after', { distance: bytes(distance) }),
        name,
        type,
      });
    case 'before':
      return say('{distance} before {name}{type}', { distance: bytes(distance), name, type });
  }
}

function variableName({ name, function: owner }: Pick<VariablePlace, 'name' | 'function'>): string {
  return say('variable {name}{owner}', { name, owner: owner === undefined ? '' : say(' of {owner}()', { owner }) });
}

/** "a string literal (char[6])", "constant limits of main()". */
function constantName({ name, type, function: owner }: VariablePlace): string {
  return name === ''
    ? say('a string literal ({type})', { type })
    : say('constant {name}{owner}', { name, owner: owner === undefined ? '' : say(' of {owner}()', { owner }) });
}

function accessOf({ access, size, expression }: MisuseFinding): string {
  const what = access ?? 'access';
  return say('{what}{size}{expression}', {
    what,
    size: size > 0 ? say(' of {size}', { size: bytes(size) }) : '',
    expression: expression === undefined ? '' : say(' at {expression}', { expression }),
  });
}

function misuseTitle(finding: MisuseFinding): string {
  const { kind, address, size, block, variable, expression } = finding;
  const at = formatAddress(address);
  const near = block === undefined ? say('at {at}', { at }) : relation(block);
  const where = expression === undefined ? say(' at {at}', { at }) : '';
  switch (kind) {
    case 'double-free':
      return say('free({expression}) of {block} that has been freed already', {
        expression: expression ?? '',
        block: block ? aBlock(block.size) : say('the block at {at}', { at }),
      });
    case 'invalid-free': {
      if (block)
        return say('free({expression}) of an address {block}', {
          expression: expression ?? '',
          block: relation(block),
        });
      const owner = finding.constant ? constantName(finding.constant) : variable && variableName(variable);
      return say('free() of {at}, which is {owner}', {
        at,
        owner: owner ? say('in {owner}', { owner }) : 'no block of the heap',
      });
    }
    case 'use-after-free':
      return say('{finding}, {near} that has been freed', { finding: accessOf(finding), near });
    case 'use-after-return':
      if (variable)
        return say('{finding}, {variable}, and {function}() has returned', {
          finding: accessOf(finding),
          variable: missed(variable),
          function: variable.function ?? '',
        });
      return say('{finding} in a local variable of a function that has returned', { finding: accessOf(finding) });
    case 'use-after-scope':
      if (variable)
        return say('{finding}, {variable}, whose scope has ended', {
          finding: accessOf(finding),
          variable: missed(variable),
        });
      return say('{finding} in a local variable whose scope has ended', { finding: accessOf(finding) });
    case 'heap-buffer-overflow':
    case 'heap-buffer-underflow':
      return say('{finding}, {near}', { finding: accessOf(finding), near });
    case 'stack-buffer-overflow':
      return say('{finding}{variable}', {
        finding: accessOf(finding),
        variable: variable
          ? say(', {variable}', { variable: missed(variable) })
          : say(' outside of a local variable, at {at}', { at }),
      });
    case 'global-buffer-overflow':
      return say('{finding}{variable}', {
        finding: accessOf(finding),
        variable: variable
          ? say(', {variable}', { variable: missed(variable) })
          : say(' outside of a global variable, at {at}', { at }),
      });
    case 'uninitialised-read':
      return say('use of {size} that never got a value', { size: size > 0 ? bytes(size) : 'memory' });
    case 'null-dereference':
      return say('{finding} through a null pointer{address}', {
        finding: accessOf(finding),
        address: address > 0 ? say(' (address {at})', { at }) : '',
      });
    case 'stack-overflow':
      return say('the stack is full{calls}', {
        calls:
          finding.calls === undefined
            ? ''
            : say(', {calls, plural, one {# call} other {# calls}} deep', { calls: finding.calls }),
      });
    case 'overlapping-memcpy':
      return say('{function}(){size} between ranges that overlap', {
        function: libraryCall(finding.stack) ?? 'memcpy',
        size: size > 0 ? say(' of {size}', { size: bytes(size) }) : '',
      });
    case 'bad-malloc-size':
      return say('{size, plural, one {# byte} other {# bytes}} asked for{signed}', {
        size,
        signed: size >= 2 ** 31 ? say(': as a signed number that is {size}', { size: count(size - 2 ** 32) }) : '',
      });
    case 'division-by-zero':
      return finding.text ?? 'division by zero';
    case 'out-of-memory':
      return say('no memory left for {size}', { size: bytes(size) });
    case 'deadlock':
      return 'all processes wait for each other';
    case 'trap':
      if (finding.unmapped) return say('{finding} in memory that is no longer mapped', { finding: accessOf(finding) });
      if (finding.constant)
        return say('{finding} in {constant}, which can’t be changed', {
          finding: accessOf(finding),
          constant: constantName(finding.constant),
        });
      if (finding.access === 'write')
        return say('{finding}{where}, where nothing can be written', { finding: accessOf(finding), where });
      if (finding.access === 'read')
        return say('{finding}{where}, where there is no memory', { finding: accessOf(finding), where });
      return 'the program was stopped by a fault';
    case 'undefined-behaviour':
      return finding.text ?? 'undefined behaviour';
  }
}

/** How many of it. */
const leaked = (leak: LeakKind, n: number): string =>
  leak === 'shared-segment'
    ? say('{n, plural, one {# segment} other {# segments}}', { n })
    : say('{n, plural, one {# block} other {# blocks}}', { n });

function leakTitle({ bytes: lost, blocks, leak, libc }: LeakFinding): string {
  const one = lost === 1 && blocks === 1;
  const owner = libc ? ' of the C library' : '';
  return say('{lost} in {leak}{owner} {one} {title}', {
    lost: bytes(lost),
    leak: leaked(leak, blocks),
    owner,
    one: one ? 'is' : 'are',
    title: LEAKS[leak].title,
  });
}

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
  title: (finding: Finding) =>
    finding.kind === 'leak'
      ? leakTitle(finding)
      : misuseTitle(finding) + (finding.count > 1 ? say(' ({count} times)', { count: count(finding.count) }) : ''),
  explain: (finding) => {
    if (finding.kind === 'trap' && finding.constant) return CONSTANT_WRITTEN;
    const { cause, fix } = finding.kind === 'leak' ? LEAKS[finding.leak] : EXPLANATIONS[finding.kind];
    return { cause, fix };
  },
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
    const heap = say(
      '{allocations, plural, one {# allocation} other {# allocations}}, {frees, plural, one {# free} other {# frees}}, at most {peakBytes} at a time',
      { allocations: of.allocations, frees: of.frees, peakBytes: bytes(of.peakBytes) },
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
