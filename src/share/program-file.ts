/** A program as a file, for those too large for a link: JSON with a mark of what it is. */
import { asSharedProgram, refused, type OpenedShare, type SharedProgram } from './shared-program.ts';

const FILE_VERSION = 1;
export const PROGRAM_FILE_ENDING = '.heapscope.json';
const MOST_CHARACTERS = 16 * 1024 * 1024;

export function writeProgramFile(program: SharedProgram): string {
  return `${JSON.stringify({ heapscope: 'program', version: FILE_VERSION, program }, null, 1)}\n`;
}

export function readProgramFile(text: string): OpenedShare {
  if (text.length > MOST_CHARACTERS) return refused('too-long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('damaged');
  }
  const { heapscope, version, program } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (heapscope !== 'program' || typeof version !== 'number') return refused('no-program');
  return version > FILE_VERSION ? refused('newer') : asSharedProgram(program);
}
