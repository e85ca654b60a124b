/** The subset of ustar (POSIX.1-1988) that the toolchain's archives use: regular files and directories. */

const BLOCK = 512;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export interface TarFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Regular files of an archive, as views into it. Throws if the archive ends inside a file. */
export function* readTar(archive: Uint8Array): Generator<TarFile> {
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0;) {
    const size = Number.parseInt(text(archive, at + 124, 12), 8);
    const prefix = text(archive, at + 345, 155);
    const name = text(archive, at, 100);
    const start = at + BLOCK;
    if (!(start + size <= archive.length)) throw new Error(`tar archive is cut short at byte ${at}`);
    const type = archive[at + 156];
    if (type === 0x30 || type === 0) {
      yield { path: prefix ? `${prefix}/${name}` : name, bytes: archive.subarray(start, start + size) };
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** An archive of regular files; paths at most 100 bytes. Same files in, same bytes out (no times or owners). */
export function writeTar(files: readonly TarFile[]): Uint8Array {
  const total = files.reduce((sum, file) => sum + BLOCK + Math.ceil(file.bytes.length / BLOCK) * BLOCK, 2 * BLOCK);
  const archive = new Uint8Array(total);
  let at = 0;
  for (const file of files) {
    writeHeader(archive.subarray(at, at + BLOCK), file);
    archive.set(file.bytes, at + BLOCK);
    at += BLOCK + Math.ceil(file.bytes.length / BLOCK) * BLOCK;
  }
  return archive;
}

function writeHeader(header: Uint8Array, file: TarFile): void {
  const name = encoder.encode(file.path);
  if (name.length > 100) throw new Error(`path too long for the archive: ${file.path}`);
  const put = (offset: number, value: string) => header.set(encoder.encode(value), offset);
  header.set(name, 0);
  put(100, '0000644\0' + '0000000\0'.repeat(2));
  put(124, file.bytes.length.toString(8).padStart(11, '0') + ' ' + '0'.repeat(11) + ' ');
  put(148, ' '.repeat(8) + '0');
  put(257, 'ustar\x0000');
  const sum = header.reduce((a, b) => a + b, 0);
  put(148, sum.toString(8).padStart(6, '0') + '\0 ');
}

function text(bytes: Uint8Array, offset: number, length: number): string {
  const field = bytes.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}
