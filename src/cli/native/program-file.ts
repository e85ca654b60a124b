/** Finds the program as a shell would, and tells what can't be recorded before it is started. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { ElfFunctions, readElf, type ElfFile } from '../../native/elf.ts';
import type { NativeRefusal } from '../../report/native-messages.ts';
import { withFile } from './read-file.ts';

export interface FoundProgram {
  readonly kind: 'found';
  readonly file: string;
  /** The ELF file that is loaded: the program itself, or what runs a script. */
  readonly binary: string;
}

export type ProgramSearch = FoundProgram | { readonly kind: 'refused'; readonly refusal: NativeRefusal };

/** What runs a script that doesn't say what does. */
const SHELL = '/bin/sh';
/** A script may be run by a script; Linux follows so many. */
const MOST_INTERPRETERS = 4;

/** What native/src/ can unwind, as Node names it and as e_machine does. */
const RECORDED = 'x64';
const MACHINE = 62;
/** As e_machine numbers them. */
const MACHINE_NAMES: Readonly<Record<number, string>> = {
  3: 'i386',
  8: 'MIPS',
  20: 'PowerPC',
  21: 'PowerPC 64',
  22: 'S/390',
  40: 'ARM',
  62: 'x86-64',
  183: 'AArch64',
  243: 'RISC-V',
};

export interface Machine {
  /** As Node names it. */
  readonly arch: string;
  readonly uid: number;
  readonly gid: number;
}

/** `search` is a PATH. */
export function findProgram(name: string, search: string, machine: Machine): ProgramSearch {
  if (machine.arch !== RECORDED) return { kind: 'refused', refusal: { reason: 'no-recorder', arch: machine.arch } };
  const candidates = name.includes('/')
    ? [name]
    : search.split(path.delimiter).map((folder) => path.join(folder, name));
  const there = candidates.filter((file) => statSync(file, { throwIfNoEntry: false }) !== undefined);
  const file = there.find((each) => statSync(each).isFile() && isExecutable(each));
  if (file !== undefined) return follow(file, file, machine, MOST_INTERPRETERS);
  return { kind: 'refused', refusal: { reason: there.length > 0 ? 'not-executable' : 'missing', file: name } };
}

/** Whether the program answers malloc() itself, so that no library loaded before others can. */
export function definesMalloc(binary: string): boolean {
  return (
    withFile(binary, (read) => {
      const elf = readElf(read);
      return typeof elf !== 'string' && new ElfFunctions(elf, read).has('malloc');
    }) ?? false
  );
}

function follow(program: string, file: string, machine: Machine, interpreters: number): ProgramSearch {
  const refused = (refusal: NativeRefusal): ProgramSearch => ({ kind: 'refused', refusal });
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return refused({ reason: 'no-interpreter', file: program, interpreter: file });
  const changesUser = (stats.mode & 0o4000) !== 0 && stats.uid !== machine.uid;
  const changesGroup = (stats.mode & 0o2000) !== 0 && stats.gid !== machine.gid;
  if (changesUser || changesGroup) return refused({ reason: 'setuid', file });
  const read = withFile(file, (bytes) => ({ elf: readElf(bytes), start: bytes(0, 256) }));
  if (!read) return refused({ reason: 'unreadable', file });
  if (read.elf === 'damaged') return refused({ reason: 'damaged', file });
  if (read.elf !== 'not-elf') {
    const refusal = refusalOf(read.elf, file);
    return refusal ? refused(refusal) : { kind: 'found', file: program, binary: file };
  }
  if (interpreters === 0) return refused({ reason: 'damaged', file });
  const firstLine = /^#![ \t]*([^\s]+)/.exec(new TextDecoder().decode(read.start));
  return follow(program, firstLine?.[1] ?? SHELL, machine, interpreters - 1);
}

function refusalOf(elf: ElfFile, file: string): NativeRefusal | undefined {
  if (elf.bits === 32) return { reason: '32-bit', file };
  if (elf.machine !== MACHINE)
    return { reason: 'other-machine', file, machine: MACHINE_NAMES[elf.machine] ?? `ELF ${elf.machine}` };
  return elf.interpreter === undefined ? { reason: 'static', file } : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
