/**
 * A program as the fragment of an address, which browsers don't send to any server:
 *
 *     #program=VERSION.CHECKSUM.DATA
 *
 * DATA is JSON, deflated, in base64url; CHECKSUM is the CRC-32 of the deflated bytes in hexadecimal, because a link that lost or
 * changed a letter on its way can otherwise still inflate to a slightly different program.
 */
import { deflateSync, Inflate } from 'fflate';
import { crc32 } from '../trace/crc32.ts';
import { asSharedProgram, refused, type OpenedShare, type SharedProgram } from './shared-program.ts';

const LINK_VERSION = 1;
/** UTF-8 bytes of all sources together: longer links are cut by mail programs and chats. */
export const MOST_SOURCE_BYTES = 30 * 1024;
/** A link of the most that we make has less than half of this. */
const MOST_CHARACTERS = 128 * 1024;
/** Deflate can blow up a thousandfold. */
const MOST_INFLATED_BYTES = 1024 * 1024;
const PREFIX = '#program=';

/** The fragment, or undefined when the sources are too large for one. */
export function linkFragment(program: SharedProgram): string | undefined {
  if (sourceBytes(program) > MOST_SOURCE_BYTES) return undefined;
  const deflated = deflateSync(new TextEncoder().encode(JSON.stringify(program)), { level: 9 });
  return `${PREFIX}${LINK_VERSION}.${checksum(deflated)}.${toBase64Url(deflated)}`;
}

export function sourceBytes({ files }: Pick<SharedProgram, 'files'>): number {
  return files.reduce((sum, { text }) => sum + new TextEncoder().encode(text).length, 0);
}

/** The program in an address's fragment; undefined when the fragment is about something else. */
export function readLink(fragment: string): OpenedShare | undefined {
  if (!fragment.startsWith(PREFIX)) return undefined;
  if (fragment.length > MOST_CHARACTERS) return refused('too-long');
  const [, version, sum, data] = /^(\d+)\.([0-9a-f]{8})\.([\w-]+)$/.exec(fragment.slice(PREFIX.length)) ?? [];
  if (version !== undefined && Number(version) > LINK_VERSION) return refused('newer');
  if (version === undefined || sum === undefined || data === undefined) return refused('damaged');
  const deflated = fromBase64Url(data);
  if (!deflated || checksum(deflated) !== sum) return refused('damaged');
  return readDeflated(deflated);
}

function readDeflated(deflated: Uint8Array): OpenedShare {
  const bytes = inflateUpTo(deflated, MOST_INFLATED_BYTES);
  if (bytes === 'too-long') return refused('too-long');
  try {
    return asSharedProgram(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return refused('damaged');
  }
}

function inflateUpTo(deflated: Uint8Array, most: number): Uint8Array | 'too-long' | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((part) => {
    parts.push(part);
    length += part.length;
  });
  // In slices, so that what grows too large is noticed while it grows.
  const SLICE = 512;
  try {
    for (let at = 0; at < deflated.length; at += SLICE) {
      inflate.push(deflated.subarray(at, at + SLICE), at + SLICE >= deflated.length);
      if (length > most) return 'too-long';
    }
  } catch {
    return undefined;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
