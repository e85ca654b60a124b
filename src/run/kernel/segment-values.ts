/**
 * Which bytes of shared memory have no value. That is part of what a process leaves there, as the bytes are: who reads in another process what was
 * never set uses an undefined value, and what another process has set is defined. Each process has its own shadow, so it goes through the segment.
 */
import { Layout } from '../../instrument/memory-layout.ts';
import { ShadowState } from '../../trace/records.ts';
import { PROT_WRITE, type Mapping } from './segment.ts';

const UNDEFINED = ShadowState.undefined;

interface Planes {
  readonly shadow: Uint8Array;
  /** In the precise density only: the undefined bits of each byte. */
  readonly bits: Uint8Array | undefined;
}

function planesOf({ address, size }: Mapping, memory: Uint8Array): Planes {
  const plane = (n: number): Uint8Array =>
    memory.subarray(n * Layout.LIMIT + address, n * Layout.LIMIT + address + size);
  return { shadow: plane(1), bits: memory.length > 2 * Layout.LIMIT ? plane(2) : undefined };
}

/** Of memory that can't be written, or of which a file knows the bytes, no such state is kept. */
const hasState = ({ isShared, file, segment, protection }: Mapping): boolean =>
  isShared && !file && segment.isPublished && (protection & PROT_WRITE) !== 0;

/** Takes into the segment what the process has left undefined. */
export function takeValues(mapping: Mapping, memory: Uint8Array): void {
  if (!hasState(mapping)) return;
  const { segment, offset, size } = mapping;
  const { shadow, bits } = planesOf(mapping, memory);
  if (!segment.undefinedBits && !shadow.includes(UNDEFINED)) return;
  const taken = (segment.undefinedBits ??= new Uint8Array(segment.bytes.length));
  for (let i = 0; i < size; i++) taken[offset + i] = shadow[i] !== UNDEFINED ? 0 : (bits?.[i] ?? 0xff);
}

/** Shows the process what others have left undefined or set. `state`: of the mapping's bytes that have a value. */
export function giveValues(mapping: Mapping, memory: Uint8Array, state: number): void {
  const { undefinedBits } = mapping.segment;
  if (!undefinedBits || !hasState(mapping)) return;
  const { shadow, bits } = planesOf(mapping, memory);
  for (let i = 0; i < mapping.size; i++) {
    const given = undefinedBits[mapping.offset + i]!;
    if (given !== 0) shadow[i] = UNDEFINED;
    else if (shadow[i] === UNDEFINED) shadow[i] = state;
    if (bits) bits[i] = given;
  }
}

/** The process is about to be shown a file's bytes: what is not as it has left it was set by others. */
export function settleFile(mapping: Mapping, memory: Uint8Array, state: number): void {
  const { address, size, offset, file, isShared, protection } = mapping;
  const { shadow, bits } = planesOf(mapping, memory);
  if (!file || !isShared || (protection & PROT_WRITE) === 0 || !shadow.includes(UNDEFINED)) return;
  const now = file.read(offset, size);
  for (let i = 0; i < now.length; i++) {
    if (shadow[i] !== UNDEFINED || now[i] === memory[address + i]) continue;
    shadow[i] = state;
    if (bits) bits[i] = 0;
  }
}
