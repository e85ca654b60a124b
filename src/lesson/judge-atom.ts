/** One value that a reader typed, against one that the program had. */
import type { Atom } from './answer.ts';
import { readInteger, unescaped, withoutQuotes } from './typed-number.ts';
import type { Verdict } from './verdict.ts';

/** What people write for "nobody knows". */
const NOTHING =
  /^(\?+|-+|garbage|undefined|uninitiali[sz]ed|indeterminate|nothing|unknown|none|未初始化|未定义|不确定|垃圾值?|未知|无)$/i;
const NULL_POINTER = /^(null|nullptr|\(nil\)|nil|\(?void ?\*\)? ?0|空(指针)?)$/i;

const RIGHT: Verdict = { verdict: 'right' };
const WRONG: Verdict = { verdict: 'wrong' };

export function judgeAtom(atom: Atom, typed: string): Verdict {
  const saysNothing = NOTHING.test(typed);
  if (atom.kind === 'unwritten') return saysNothing ? RIGHT : { verdict: 'wrong', note: 'nothing-written' };
  switch (atom.kind) {
    case 'integer':
    case 'enum':
      if (saysNothing && !isCharacter(atom, typed)) return { verdict: 'wrong', note: 'written' };
      return judgeInteger(atom, typed);
    case 'boolean':
      return judgeBoolean(atom.value, typed);
    case 'float':
      return judgeFloat(atom.value, typed);
    case 'pointer':
      return judgePointer(atom, typed);
    case 'string':
      return judgeString(atom.text, typed);
  }
}

function isCharacter(atom: Extract<Atom, { kind: 'integer' | 'enum' }>, typed: string): boolean {
  return atom.kind === 'integer' && atom.character !== undefined && withoutQuotes(typed) === atom.character;
}

function judgeInteger(atom: Extract<Atom, { kind: 'integer' | 'enum' }>, typed: string): Verdict {
  if (isCharacter(atom, typed)) return RIGHT;
  if (atom.kind === 'enum' && atom.name !== undefined) {
    if (typed === atom.name) return RIGHT;
    if (typed.toLowerCase() === atom.name.toLowerCase()) return { verdict: 'close', note: 'case' };
  }
  const given = readInteger(typed);
  if (given === undefined) return { verdict: 'wrong', note: 'not-a-number' };
  const right = BigInt(atom.value);
  // 0xffffffff is another way to write the int -1.
  if (given === right || (given >= 0n && given === BigInt.asUintN(atom.bits, right))) return RIGHT;
  return given === -right ? { verdict: 'wrong', note: 'sign' } : WRONG;
}

function judgeBoolean(value: number, typed: string): Verdict {
  const word = /^(?:(true|yes|真|是)|(false|no|假|否))$/i.exec(typed);
  const given = word ? (word[1] === undefined ? 0n : 1n) : readInteger(typed);
  if (given === undefined) return { verdict: 'wrong', note: 'not-a-number' };
  return given === BigInt(value) ? RIGHT : WRONG;
}

/** As many digits as people write: a float has about seven. */
function judgeFloat(value: number, typed: string): Verdict {
  const text = typed
    .replace(/(?<=[\d.])[fFlL]$/, '')
    .replaceAll(/[_\s]/g, '')
    .replace(',', '.');
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text);
  if (special) {
    const isNan = special[2]!.toLowerCase() === 'nan';
    const given = isNan ? NaN : special[1] === '-' ? -Infinity : Infinity;
    return Object.is(given, value) || (isNan && Number.isNaN(value)) ? RIGHT : WRONG;
  }
  const given = text === '' ? NaN : Number(text);
  if (Number.isNaN(given)) return { verdict: 'wrong', note: 'not-a-number' };
  if (Math.abs(given - value) <= 1e-6 * Math.abs(value)) return RIGHT;
  return given === -value ? { verdict: 'wrong', note: 'sign' } : WRONG;
}

function judgePointer({ target, text }: Extract<Atom, { kind: 'pointer' }>, typed: string): Verdict {
  if (NULL_POINTER.test(typed)) return target === 0 ? RIGHT : WRONG;
  if (text !== undefined) {
    const verdict = judgeString(text, typed);
    if (verdict.verdict !== 'wrong') return verdict;
  }
  // Addresses are in hexadecimal as they are shown, also without 0x.
  const given = readInteger(typed) ?? readInteger(`0x${typed}`);
  return given === BigInt(target) || readInteger(`0x${typed}`) === BigInt(target) ? RIGHT : WRONG;
}

function judgeString(wanted: string, typed: string): Verdict {
  const given = withoutQuotes(typed);
  const [a, b] = [unescaped(wanted), unescaped(given)];
  if (a === b || wanted === given) return RIGHT;
  return a.toLowerCase() === b.toLowerCase() ? { verdict: 'close', note: 'case' } : WRONG;
}
