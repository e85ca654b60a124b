import { en } from '../i18n/en.ts';
import { systemEn } from '../i18n/system.en.ts';
import { formatAddress, formatBytes, formatCount } from '../i18n/format.ts';
import { pluralIn } from '../i18n/plural.ts';
import type { BlockDistance, Finding, FindingName, LeakFinding, LeakKind, MisuseFinding } from '../replay/findings.ts';
import { signalNumber } from '../trace/signals.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import type { RunEnd, TrapReason } from '../trace/recording.ts';
import { processLetter } from '../util/process-letter.ts';
import { libraryCall } from './library-call.ts';
import { noteText, waitText } from './system-words.ts';
import type { Explanation, ReportMessages } from './messages.ts';

const count = (n: number): string => formatCount(n, 'en');
const bytes = (n: number): string => formatBytes(n, 'en');
const form = pluralIn('en');
const plural = (n: number, one: string, other = `${one}s`): string => `${count(n)} ${form(n, { one, other })}`;
const hyphenated = (n: number): string => `${count(n)}-byte`;
/** "an 8-byte block", "an 11-byte block", "a 30-byte block". */
const aBlock = (n: number): string =>
  `${/^(8|11|18)(,|$)/.test(count(n)) || /^8/.test(count(n)) ? 'an' : 'a'} ${hyphenated(n)} block`;

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
      return `${distance === 0 ? 'at the start of' : `${bytes(distance)} inside`} ${aBlock(size)}`;
    case 'after':
      return `${distance === 0 ? 'right after' : `${bytes(distance)} after`} ${aBlock(size)}`;
    case 'before':
      return `${bytes(distance)} before ${aBlock(size)}`;
  }
}

/** "right after variable buf of main() (buf is char[8], index 8)". */
function missed({ where, bytes: distance, ...variable }: VariablePlace): string {
  const name = variableName(variable);
  const index = variable.index === undefined ? '' : `, index ${count(variable.index)}`;
  const type = ` (${variable.name} is ${variable.type}${index})`;
  switch (where) {
    case 'inside':
      return `${distance === 0 ? 'in' : `${bytes(distance)} inside`} ${name}${type}`;
    case 'after':
      return `${distance === 0 ? 'right after' : `${bytes(distance)} after`} ${name}${type}`;
    case 'before':
      return `${bytes(distance)} before ${name}${type}`;
  }
}

function variableName({ name, function: owner }: Pick<VariablePlace, 'name' | 'function'>): string {
  return `variable ${name}${owner === undefined ? '' : ` of ${owner}()`}`;
}

/** "a string literal (char[6])", "constant limits of main()". */
function constantName({ name, type, function: owner }: VariablePlace): string {
  return name === '' ? `a string literal (${type})` : `constant ${name}${owner === undefined ? '' : ` of ${owner}()`}`;
}

function accessOf({ access, size, expression }: MisuseFinding): string {
  const what = access ?? 'access';
  return `${what}${size > 0 ? ` of ${bytes(size)}` : ''}${expression === undefined ? '' : ` at ${expression}`}`;
}

function misuseTitle(finding: MisuseFinding): string {
  const { kind, address, size, block, variable, expression } = finding;
  const at = formatAddress(address);
  const near = block === undefined ? `at ${at}` : relation(block);
  const where = expression === undefined ? ` at ${at}` : '';
  switch (kind) {
    case 'double-free':
      return `free(${expression ?? ''}) of ${block ? aBlock(block.size) : `the block at ${at}`} that has been freed already`;
    case 'invalid-free': {
      if (block) return `free(${expression ?? ''}) of an address ${relation(block)}`;
      const owner = finding.constant ? constantName(finding.constant) : variable && variableName(variable);
      return `free() of ${at}, which is ${owner ? `in ${owner}` : 'no block of the heap'}`;
    }
    case 'use-after-free':
      return `${accessOf(finding)}, ${near} that has been freed`;
    case 'use-after-return':
      if (variable) return `${accessOf(finding)}, ${missed(variable)}, and ${variable.function}() has returned`;
      return `${accessOf(finding)} in a local variable of a function that has returned`;
    case 'use-after-scope':
      if (variable) return `${accessOf(finding)}, ${missed(variable)}, whose scope has ended`;
      return `${accessOf(finding)} in a local variable whose scope has ended`;
    case 'heap-buffer-overflow':
    case 'heap-buffer-underflow':
      return `${accessOf(finding)}, ${near}`;
    case 'stack-buffer-overflow':
      return `${accessOf(finding)}${variable ? `, ${missed(variable)}` : ` outside of a local variable, at ${at}`}`;
    case 'global-buffer-overflow':
      return `${accessOf(finding)}${variable ? `, ${missed(variable)}` : ` outside of a global variable, at ${at}`}`;
    case 'uninitialised-read':
      return `use of ${size > 0 ? bytes(size) : 'memory'} that never got a value`;
    case 'null-dereference':
      return `${accessOf(finding)} through a null pointer${address > 0 ? ` (address ${at})` : ''}`;
    case 'stack-overflow':
      return `the stack is full${finding.calls === undefined ? '' : `, ${plural(finding.calls, 'call')} deep`}`;
    case 'overlapping-memcpy':
      return `${libraryCall(finding.stack) ?? 'memcpy'}()${size > 0 ? ` of ${bytes(size)}` : ''} between ranges that overlap`;
    case 'bad-malloc-size':
      return `${plural(size, 'byte')} asked for${size >= 2 ** 31 ? `: as a signed number that is ${count(size - 2 ** 32)}` : ''}`;
    case 'division-by-zero':
      return finding.text ?? 'division by zero';
    case 'out-of-memory':
      return `no memory left for ${bytes(size)}`;
    case 'deadlock':
      return 'all processes wait for each other';
    case 'trap':
      if (finding.unmapped) return `${accessOf(finding)} in memory that is no longer mapped`;
      if (finding.constant) return `${accessOf(finding)} in ${constantName(finding.constant)}, which can’t be changed`;
      if (finding.access === 'write') return `${accessOf(finding)}${where}, where nothing can be written`;
      if (finding.access === 'read') return `${accessOf(finding)}${where}, where there is no memory`;
      return 'the program was stopped by a fault';
    case 'undefined-behaviour':
      return finding.text ?? 'undefined behaviour';
  }
}

/** What is counted of it. */
const leakUnit = (leak: LeakKind): string => (leak === 'shared-segment' ? 'segment' : 'block');

function leakTitle({ bytes: lost, blocks, leak, libc }: LeakFinding): string {
  const one = lost === 1 && blocks === 1;
  const owner = libc ? ' of the C library' : '';
  return `${bytes(lost)} in ${plural(blocks, leakUnit(leak))}${owner} ${one ? 'is' : 'are'} ${LEAKS[leak].title}`;
}

function endOf(end: RunEnd): string {
  switch (end.kind) {
    case 'exit':
      return `the program ended with exit code ${end.code}`;
    case 'trap':
      return `the program was stopped: ${TRAPS[end.reason]}`;
    case 'killed':
      if (end.reason === 'first-finding') return 'the program was stopped at its first finding';
      if (end.reason === 'SIGABRT') return `the program was stopped: ${TRAPS.abort}`;
      return signalNumber(end.reason) > 0
        ? `the program was ended by signal ${end.reason}`
        : 'the program was stopped before its end';
    case 'limit': {
      const limits = {
        time: `it ran for more than ${plural(end.limit, 'second')}`,
        steps: `it ran for more than ${plural(end.limit, 'statement')}`,
        memory: `its recording takes more than ${bytes(end.limit)} of memory`,
        output: `it wrote more than ${bytes(end.limit)}`,
      };
      return `the program was stopped: ${limits[end.reason]}`;
    }
  }
}

export const englishMessages: ReportMessages = {
  title: (finding: Finding) =>
    finding.kind === 'leak'
      ? leakTitle(finding)
      : misuseTitle(finding) + (finding.count > 1 ? ` (${count(finding.count)} times)` : ''),
  explain: (finding) => {
    if (finding.kind === 'trap' && finding.constant) return CONSTANT_WRITTEN;
    const { cause, fix } = finding.kind === 'leak' ? LEAKS[finding.leak] : EXPLANATIONS[finding.kind];
    return { cause, fix };
  },
  cause: 'usual cause',
  fix: 'usual fix',
  note: 'note',
  severity: { error: 'error', warning: 'warning', note: 'note' },
  allocatedIn: (name) => `the block was allocated in ${name}()`,
  inProcess: (letter, pid) => `in process ${letter} (pid ${pid})`,
  unmappedIn: (name) => `the memory was unmapped in ${name}()`,
  waits({ process, pid, thread, isOneOfSeveral, wait }) {
    const which = isOneOfSeveral ? `thread ${thread + 1} of process` : 'process';
    return `${which} ${processLetter(process)} (pid ${pid}) waits for ${waitText(wait, systemEn.waits, 'en')}`;
  },
  zombie: (letter, pid) => `process ${letter} (pid ${pid}) ended and nobody waited for it: it was a zombie to the end`,
  told: (note) => noteText(note, en.output.told, 'en'),
  freedIn: (name) => `the block was freed in ${name}()`,
  valueFromBlock: (name, size) => `the value comes from ${aBlock(size)} as it was allocated in ${name}()`,
  valueFromVariable: (variable) =>
    `the value comes from ${variableName(variable)} (${variable.name} is ${variable.type}), which was not set`,
  constantIs: ({ name }) => (name === '' ? 'the string literal is this one' : 'the constant is this one'),
  lostIn: (name) => `the last pointer to the block was lost here, in ${name}()`,
  failedIn: (number, name, others) =>
    `it happens when allocation ${count(number)}, in ${name}(), fails${others > 0 ? ` (and after ${count(others)} more)` : ''}`,
  failed: (number, size, name, place) =>
    `allocation ${count(number)}, of ${bytes(size)} in ${name}()${place && ` at ${place}`}, was made to fail`,
  failedInTurn: (n, notByExit, isCut) =>
    `${plural(n, 'allocation')} made to fail, one in each run${isCut ? ' (there are more)' : ''}: ${count(n - notByExit)} of the runs ended by exit, ${count(notByExit)} did not`,
  leakTotals: (totals) =>
    `leaks: ${Object.entries(totals)
      .filter(([, { blocks }]) => blocks > 0)
      .map(
        ([kind, { bytes: n, blocks }]) =>
          `${kind.replace('-', ' ')} ${bytes(n)} in ${plural(blocks, leakUnit(kind as LeakKind))}`,
      )
      .join(', ')}`,
  calledFrom: (name, place) => `called from ${name}() at ${place}`,
  explored(tried, found) {
    if (!found) return `${plural(tried, 'schedule')} tried: all go the same way as the usual one`;
    const what = {
      output: 'gives another output',
      end: 'ends in another way',
      finding: 'leads to another finding',
      deadlock: 'leads to a deadlock',
    };
    return `schedule ${count(found.seed)} ${what[found.difference]}; run it again with --schedule random:${found.seed}`;
  },
  inFile: (name, place) => `in ${name}() at ${place}`,
  inLibrary: (name) => `in ${name}() of the C library`,
  foldedFrames: (n) => `${plural(n, 'more call')} of the same`,
  end: endOf,
  stoppedBy: (finding) => `the program was stopped: ${misuseTitle(finding)}`,
  summary: (of) => {
    const lost =
      of.leakedBlocks > 0 ? `, ${bytes(of.leakedBytes)} in ${plural(of.leakedBlocks, 'block')} not freed` : '';
    const found = of.findings === 0 ? 'nothing found' : plural(of.findings, 'finding');
    const heap = `${plural(of.allocations, 'allocation')}, ${plural(of.frees, 'free')}, at most ${bytes(of.peakBytes)} at a time`;
    const hidden = of.suppressed > 0 ? `, ${count(of.suppressed)} suppressed` : '';
    return `${found}${hidden}${lost}; ${heap}`;
  },
  damage: (offset, reason) =>
    `the recording is damaged at offset ${count(offset)}: ${reason}. The report covers what comes before that.`,
};
