/** The reader of ELF files, on a file that is written here and on damage of it. */
import { describe, expect, it } from 'vitest';
import { ElfFunctions, readElf, type ElfFile, type ReadBytes } from './elf.ts';

const of =
  (bytes: Uint8Array): ReadBytes =>
  (offset, length) =>
    bytes.subarray(offset, offset + length);

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

interface Section {
  readonly name: string;
  readonly type: number;
  readonly link?: number;
  readonly bytes: Uint8Array;
}

function symbol(name: number, type: number, start: number, size: number, section = 1): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, name, true);
  view.setUint8(4, type);
  view.setUint16(6, section, true);
  view.setBigUint64(8, BigInt(start), true);
  view.setBigUint64(16, BigInt(size), true);
  return new Uint8Array(view.buffer);
}

const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const INTERPRETER = '/lib64/ld.so\0';
const SYMBOL_NAMES = '\0main\0helper\0gone\0data\0malloc\0';
const nameAt = (name: string): number => SYMBOL_NAMES.indexOf(`\0${name}\0`) + 1;

/** Header, one PT_INTERP segment, sections, their table. */
function elf(): Uint8Array {
  const sections: Section[] = [
    { name: '', type: 0, bytes: new Uint8Array(0) },
    { name: '.text', type: 1, bytes: new Uint8Array(16) },
    { name: '.strtab', type: 3, bytes: text(SYMBOL_NAMES) },
    {
      ...{ name: '.symtab', type: 2, link: 2 },
      bytes: join(
        symbol(nameAt('helper'), 2, 0x1100, 0x40),
        symbol(nameAt('main'), 0x12, 0x1000, 0x80),
        symbol(nameAt('gone'), 2, 0x1200, 8, 0),
        symbol(nameAt('data'), 1, 0x2000, 8),
        symbol(nameAt('malloc'), 10, 0x1300, 0),
      ),
    },
    { name: '.note.gnu.build-id', type: 7, bytes: join(new Uint8Array(16), Uint8Array.of(0xab, 0xcd, 0x01)) },
    { name: '.gnu_debuglink', type: 1, bytes: text('app.debug\0') },
    { name: '.shstrtab', type: 3, bytes: new Uint8Array(0) },
  ];
  const names = `${sections.map(({ name }) => name).join('\0')}\0`;
  sections[sections.length - 1] = { ...sections.at(-1)!, bytes: text(names) };
  const segmentAt = 64;
  let end = segmentAt + 56;
  const place = (bytes: Uint8Array): number => (end += bytes.length) - bytes.length;
  const interpreterAt = place(text(INTERPRETER));
  const offsets = sections.map(({ bytes }) => place(bytes));
  const file = new Uint8Array(end + 64 * sections.length);
  const view = new DataView(file.buffer);
  const wide = (at: number, value: number): void => view.setBigUint64(at, BigInt(value), true);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  view.setUint16(18, 62, true);
  wide(24, 0x1000);
  wide(32, segmentAt);
  wide(40, end);
  view.setUint16(56, 1, true);
  view.setUint16(60, sections.length, true);
  view.setUint16(62, sections.length - 1, true);
  view.setUint32(segmentAt, 3, true);
  wide(segmentAt + 8, interpreterAt);
  wide(segmentAt + 32, INTERPRETER.length);
  file.set(text(INTERPRETER), interpreterAt);
  let nameOffset = 0;
  for (const [index, { name, type, link = 0, bytes }] of sections.entries()) {
    const row = end + index * 64;
    file.set(bytes, offsets[index]!);
    view.setUint32(row, nameOffset, true);
    view.setUint32(row + 4, type, true);
    wide(row + 24, offsets[index]!);
    wide(row + 32, bytes.length);
    view.setUint32(row + 40, link, true);
    nameOffset += name.length + 1;
  }
  return file;
}

function whole(bytes: Uint8Array): ElfFile {
  const read = readElf(of(bytes));
  if (typeof read === 'string') throw new Error(read);
  return read;
}

const changed = (change: (bytes: Uint8Array) => void): Uint8Array => {
  const bytes = elf();
  change(bytes);
  return bytes;
};

describe('an ELF file', () => {
  it('tells its machine, its loader, its sections and what names its debug information', () => {
    expect(whole(elf())).toMatchObject({
      ...{ bits: 64, machine: 62, entry: 0x1000, interpreter: '/lib64/ld.so' },
      ...{ buildId: 'abcd01', debugLink: 'app.debug' },
      sections: [{}, { name: '.text' }, { name: '.strtab' }, { name: '.symtab', link: 2 }, {}, {}, {}],
    });
  });

  it('has functions by address, and by name', () => {
    const functions = new ElfFunctions(whole(elf()), of(elf()));
    const at = (address: number): string => {
      const found = functions.at(address);
      return found ? `${found.name}+${found.offset}` : 'none';
    };
    expect([0xfff, 0x1000, 0x107f, 0x1080, 0x1110, 0x1140, 0x1300, 0x1301, 0x2000].map(at)).toEqual([
      ...['none', 'main+0', 'main+127', 'none', 'helper+16', 'none', 'malloc+0', 'none', 'none'],
    ]);
    expect(['main', 'malloc', 'gone', 'data', 'mai'].map((name) => functions.has(name))).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  it('that is for another machine is only told so', () => {
    expect(whole(changed((bytes) => (bytes[4] = 1)))).toMatchObject({ bits: 32, sections: [] });
    expect(whole(changed((bytes) => bytes.set([2], 5)))).toMatchObject({ machine: 62 << 8, sections: [] });
  });

  it('cut off or changed anywhere is read or refused, and never more', () => {
    expect(readElf(of(text('#!/bin/sh\necho something longer than a header')))).toBe('not-elf');
    expect(readElf(of(new Uint8Array(0)))).toBe('not-elf');
    const bytes = elf();
    expect(readElf(of(bytes.subarray(0, 40)))).toBe('damaged');
    for (let length = 0; length < bytes.length; length++) {
      const read = readElf(of(bytes.subarray(0, length)));
      if (typeof read !== 'string') new ElfFunctions(read, of(bytes.subarray(0, length))).at(0x1000);
    }
    for (let at = 0; at < bytes.length; at++) {
      const other = changed((copy) => (copy[at]! ^= 0xff));
      const read = readElf(of(other));
      if (typeof read !== 'string') new ElfFunctions(read, of(other)).at(0x1010);
    }
  });
});
