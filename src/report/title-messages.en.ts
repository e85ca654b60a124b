/** In English: one sentence for each finding, with its sizes and distances. */
import { formatAddress, formatBytes, formatCount } from '../i18n/format.ts';
import { messagesIn } from '../i18n/say.ts';
import type { BlockDistance, Finding, LeakFinding, LeakKind, MisuseFinding } from '../replay/findings.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import { LEAKS } from './explanation-messages.en.ts';
import { libraryCall } from './library-call.ts';

const say = messagesIn('en');

const count = (n: number): string => formatCount(n, 'en');
const bytes = (n: number): string => formatBytes(n, 'en');
const hyphenated = (n: number): string => say('{n}-byte', { n: count(n) });
/** "an 8-byte block", "an 11-byte block", "a 30-byte block". */
export const aBlock = (n: number): string =>
  say('{article} {size} block', {
    article: /^(8|11|18)(,|$)/.test(count(n)) || /^8/.test(count(n)) ? 'an' : 'a',
    size: hyphenated(n),
  });

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

export function variableName({ name, function: owner }: Pick<VariablePlace, 'name' | 'function'>): string {
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

function doubleFree({ address, block, expression }: MisuseFinding): string {
  return say('free({expression}) of {block} that has been freed already', {
    expression: expression ?? '',
    block: block ? aBlock(block.size) : say('the block at {at}', { at: formatAddress(address) }),
  });
}

function invalidFree({ address, block, constant, variable, expression }: MisuseFinding): string {
  if (block)
    return say('free({expression}) of an address {block}', {
      expression: expression ?? '',
      block: relation(block),
    });
  const owner = constant ? constantName(constant) : variable && variableName(variable);
  return say('free() of {at}, which is {owner}', {
    at: formatAddress(address),
    owner: owner ? say('in {owner}', { owner }) : 'no block of the heap',
  });
}

function useAfterReturn(finding: MisuseFinding): string {
  const { variable } = finding;
  if (variable)
    return say('{finding}, {variable}, and {function}() has returned', {
      finding: accessOf(finding),
      variable: missed(variable),
      function: variable.function ?? '',
    });
  return say('{finding} in a local variable of a function that has returned', { finding: accessOf(finding) });
}

function useAfterScope(finding: MisuseFinding): string {
  const { variable } = finding;
  if (variable)
    return say('{finding}, {variable}, whose scope has ended', {
      finding: accessOf(finding),
      variable: missed(variable),
    });
  return say('{finding} in a local variable whose scope has ended', { finding: accessOf(finding) });
}

/** An access that ended the program, or another fault. */
function fault(finding: MisuseFinding): string {
  const at = formatAddress(finding.address);
  const where = finding.expression === undefined ? say(' at {at}', { at }) : '';
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
}

function stackOverflow({ calls }: MisuseFinding): string {
  const deep = calls === undefined ? '' : say(', {calls, plural, one {# call} other {# calls}} deep', { calls });
  return say('the stack is full{deep}', { deep });
}

function badMallocSize(size: number): string {
  return say('{size, plural, one {# byte} other {# bytes}} asked for{signed}', {
    size,
    signed: size >= 2 ** 31 ? say(': as a signed number that is {size}', { size: count(size - 2 ** 32) }) : '',
  });
}

export function misuseTitle(finding: MisuseFinding): string {
  const { kind, address, size, block, variable } = finding;
  const at = formatAddress(address);
  const near = block === undefined ? say('at {at}', { at }) : relation(block);
  switch (kind) {
    case 'double-free':
      return doubleFree(finding);
    case 'invalid-free':
      return invalidFree(finding);
    case 'use-after-return':
      return useAfterReturn(finding);
    case 'use-after-scope':
      return useAfterScope(finding);
    case 'use-after-free':
      return say('{finding}, {near} that has been freed', { finding: accessOf(finding), near });
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
      return stackOverflow(finding);
    case 'overlapping-memcpy':
      return say('{function}(){size} between ranges that overlap', {
        function: libraryCall(finding.stack) ?? 'memcpy',
        size: size > 0 ? say(' of {size}', { size: bytes(size) }) : '',
      });
    case 'bad-malloc-size':
      return badMallocSize(size);
    case 'division-by-zero':
      return finding.text ?? 'division by zero';
    case 'out-of-memory':
      return say('no memory left for {size}', { size: bytes(size) });
    case 'deadlock':
      return finding.waits?.every((task) => task.isOneOfSeveral)
        ? 'all threads wait for each other'
        : 'all processes wait for each other';
    case 'trap':
      return fault(finding);
    case 'undefined-behaviour':
      return finding.text ?? 'undefined behaviour';
  }
}

/** How many of it. */
export const leaked = (leak: LeakKind, n: number): string =>
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

export function englishTitle(finding: Finding): string {
  return finding.kind === 'leak'
    ? leakTitle(finding)
    : misuseTitle(finding) + (finding.count > 1 ? say(' ({count} times)', { count: count(finding.count) }) : '');
}
