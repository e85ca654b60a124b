/** Blocks that the C library allocates for itself: memcheck has it free them before it looks for leaks, as nobody else can. */
import path from 'node:path';
import { ElfFunctions, readElf } from '../../native/elf.ts';
import type { Place } from '../../native/places.ts';
import { withFile } from './read-file.ts';

const LIBC = /^libc[.-].*so/;
/** Buffers of stdin, stdout and other streams. */
const FOR_ITSELF: ReadonlySet<string> = new Set(['_IO_file_doallocate', '_IO_default_doallocate']);

export function allocatesForLibc(): (place: Place) => boolean {
  const known = new Map<string, ElfFunctions | undefined>();
  return ({ module, address }) => {
    if (!module || !LIBC.test(path.basename(module.path))) return false;
    if (!known.has(module.path)) known.set(module.path, functionsOf(module.path));
    return FOR_ITSELF.has(known.get(module.path)?.at(address)?.name ?? '');
  };
}

function functionsOf(file: string): ElfFunctions | undefined {
  return withFile(file, (read) => {
    const elf = readElf(read);
    return typeof elf === 'string' ? undefined : new ElfFunctions(elf, read);
  });
}
