import { wasi } from '@bjorn3/browser_wasi_shim';
import { describe, expect, it } from 'vitest';
import { ROOT_DESCRIPTOR } from './descriptor-table.ts';
import { Caller, utf8 } from './host-harness.ts';

const { OFLAGS_CREAT, OFLAGS_EXCL, OFLAGS_TRUNC, OFLAGS_DIRECTORY, FDFLAGS_APPEND, WHENCE_SET, WHENCE_END } = wasi;
const CREATE = OFLAGS_CREAT | OFLAGS_TRUNC;

/** Names in a directory, read with a buffer of `size` bytes at a time; `each` runs after every name. */
function list(caller: Caller, path: string, size = 4096, each: (name: string) => void = () => {}): string[] {
  const fd = caller.open(path, OFLAGS_DIRECTORY, 0, BigInt(wasi.RIGHTS_FD_READ));
  const names: string[] = [];
  for (let cookie = 0n; ;) {
    expect(caller.call('fd_readdir', fd, 0x400, size, cookie, 0)).toBe(0);
    const used = caller.view().getUint32(0, true);
    let at = 0x400;
    while (at + 24 <= 0x400 + used) {
      const next = caller.view().getBigUint64(at, true);
      const length = caller.view().getUint32(at + 16, true);
      if (at + 24 + length > 0x400 + used) break;
      const name = new TextDecoder().decode(caller.bytes(at + 24, length));
      names.push(name);
      each(name);
      cookie = next;
      at += 24 + length;
    }
    if (used < size) return names;
  }
}

describe('files', () => {
  it('are read, written, extended and cut', () => {
    const caller = Caller.of({ files: { 'a/in.txt': utf8('hello world') } });
    const fd = caller.open('a/in.txt');
    expect([caller.read(fd, 5), caller.read(fd), caller.read(fd)]).toEqual(['hello', ' world', '']);
    expect(caller.seek(fd, -5, WHENCE_END)).toBe(6);
    expect(caller.write(fd, 'W')).toBe(1);
    expect(caller.seek(fd, 13, WHENCE_SET)).toBe(13);
    expect(caller.write(fd, '!')).toBe(1);
    expect(caller.file('a/in.txt')).toBe('hello World\0\0!');
    expect(caller.call('fd_filestat_set_size', fd, 4n)).toBe(0);
    expect(caller.call('fd_filestat_set_size', fd, 6n)).toBe(0);
    expect(caller.file('a/in.txt')).toBe('hell\0\0');
    expect(caller.seek(fd, -1, WHENCE_SET)).toBe(-wasi.ERRNO_INVAL);
    expect(caller.call('fd_close', fd)).toBe(0);
    expect(caller.read(fd)).toBe(-wasi.ERRNO_BADF);
  });

  it('open as POSIX says', () => {
    const caller = Caller.of({ files: { 'there.txt': utf8('old'), 'dir/x': utf8('') } });
    expect(caller.open('missing')).toBe(-wasi.ERRNO_NOENT);
    expect(caller.open('missing/file', OFLAGS_CREAT)).toBe(-wasi.ERRNO_NOENT);
    expect(caller.open('there.txt/file', OFLAGS_CREAT)).toBe(-wasi.ERRNO_NOTDIR);
    expect(caller.open('there.txt/')).toBe(-wasi.ERRNO_NOTDIR);
    expect(caller.open('there.txt', OFLAGS_CREAT | OFLAGS_EXCL)).toBe(-wasi.ERRNO_EXIST);
    expect(caller.open('there.txt', OFLAGS_DIRECTORY)).toBe(-wasi.ERRNO_NOTDIR);
    expect(caller.open('dir')).toBe(-wasi.ERRNO_ISDIR);
    expect(caller.open('')).toBe(-wasi.ERRNO_NOENT);
    expect(caller.file('there.txt')).toBe('old');
    expect(caller.open('../../there.txt', CREATE)).toBe(3);
    expect(caller.file('there.txt')).toBe('');
  });

  it('keep readers from writing and writers from reading', () => {
    const caller = Caller.of({ files: { f: utf8('x') } });
    const reader = caller.open('f', 0, 0, BigInt(wasi.RIGHTS_FD_READ));
    const writer = caller.open('f', 0, 0, BigInt(wasi.RIGHTS_FD_WRITE));
    expect(caller.write(reader, 'y')).toBe(-wasi.ERRNO_BADF);
    expect(caller.read(writer)).toBe(-wasi.ERRNO_BADF);
    expect(caller.call('fd_filestat_set_size', reader, 0n)).toBe(wasi.ERRNO_BADF);
  });

  it('append at the end wherever the offset is', () => {
    const caller = Caller.of({ files: { log: utf8('1') } });
    const first = caller.open('log', 0, FDFLAGS_APPEND);
    const second = caller.open('log', 0, FDFLAGS_APPEND);
    caller.write(first, '2');
    caller.write(second, '3');
    caller.seek(first, 0, WHENCE_SET);
    caller.write(first, '4');
    expect(caller.file('log')).toBe('1234');
  });

  it('leave the offset alone in pread and pwrite', () => {
    const caller = Caller.of({ files: { f: utf8('abcdef') } });
    const fd = caller.open('f');
    caller.put(0x100, utf8('XY'));
    caller.view().setUint32(0, 0x100, true);
    caller.view().setUint32(4, 2, true);
    expect(caller.call('fd_pwrite', fd, 0, 1, 1n, 16)).toBe(0);
    expect(caller.call('fd_pread', fd, 0, 1, 3n, 16)).toBe(0);
    expect(new TextDecoder().decode(caller.bytes(0x100, 2))).toBe('de');
    expect(caller.read(fd)).toBe('aXYdef');
    expect(caller.call('fd_pread', 0, 0, 1, 0n, 16)).toBe(wasi.ERRNO_SPIPE);
  });

  it('live on while they are open, and have several names', () => {
    const caller = Caller.of({ files: { f: utf8('data') } });
    const fd = caller.open('f');
    expect(
      caller.call('path_link', ROOT_DESCRIPTOR, 0, ...caller.path('f'), ROOT_DESCRIPTOR, ...caller.path('g', 1)),
    ).toBe(0);
    expect(caller.stat('g')).toMatchObject({ size: 4, links: 2 });
    expect(caller.call('path_unlink_file', ROOT_DESCRIPTOR, ...caller.path('f'))).toBe(0);
    expect(caller.call('path_unlink_file', ROOT_DESCRIPTOR, ...caller.path('g'))).toBe(0);
    expect(caller.stat('g')).toBe(-wasi.ERRNO_NOENT);
    expect(caller.read(fd)).toBe('data');
    expect(caller.host.files()).toEqual({});
  });

  it('fill up: ENOSPC, nothing written, and room again after removal', () => {
    const caller = Caller.of({ fileBytes: 10, files: { f: utf8('12345') } });
    const fd = caller.open('g', CREATE);
    expect(caller.write(fd, '123456')).toBe(-wasi.ERRNO_NOSPC);
    expect(caller.file('g')).toBe('');
    expect(caller.call('path_unlink_file', ROOT_DESCRIPTOR, ...caller.path('f'))).toBe(0);
    expect(caller.write(fd, '123456')).toBe(6);
    expect(caller.call('fd_filestat_set_size', fd, 1n << 40n)).toBe(wasi.ERRNO_FBIG);
  });

  it('run out of descriptors at 1024 and reuse the lowest', () => {
    const caller = Caller.of({ files: { f: utf8('') } });
    for (let fd = 3; fd < 1024; fd++) expect(caller.open('f')).toBe(fd);
    expect(caller.open('f')).toBe(-wasi.ERRNO_MFILE);
    caller.call('fd_close', 77);
    expect(caller.open('f')).toBe(77);
  });
});

describe('directories', () => {
  const rename = (caller: Caller, from: string, to: string): number =>
    caller.call('path_rename', ROOT_DESCRIPTOR, ...caller.path(from), ROOT_DESCRIPTOR, ...caller.path(to, 1));

  it('are made, listed and removed', () => {
    const caller = Caller.of({ files: { 'd/one': utf8('1'), 'd/two': utf8('2') } });
    expect(caller.call('path_create_directory', ROOT_DESCRIPTOR, ...caller.path('d/sub'))).toBe(0);
    expect(caller.call('path_create_directory', ROOT_DESCRIPTOR, ...caller.path('d/sub'))).toBe(wasi.ERRNO_EXIST);
    expect(list(caller, 'd')).toEqual(['.', '..', 'one', 'two', 'sub']);
    expect(caller.call('path_remove_directory', ROOT_DESCRIPTOR, ...caller.path('d'))).toBe(wasi.ERRNO_NOTEMPTY);
    expect(caller.call('path_unlink_file', ROOT_DESCRIPTOR, ...caller.path('d/sub'))).toBe(wasi.ERRNO_ISDIR);
    expect(caller.call('path_remove_directory', ROOT_DESCRIPTOR, ...caller.path('d/sub'))).toBe(0);
    expect(caller.call('path_remove_directory', ROOT_DESCRIPTOR, ...caller.path('/'))).toBe(wasi.ERRNO_BUSY);
  });

  it('list the same through small buffers, and while names go away', () => {
    const names = Array.from({ length: 20 }, (_, i) => `file${i}`);
    const caller = Caller.of({ files: Object.fromEntries(names.map((name) => [`d/${name}`, utf8('')])) });
    const remove = (name: string): void => {
      if (name.startsWith('file')) caller.call('path_unlink_file', ROOT_DESCRIPTOR, ...caller.path(`d/${name}`));
    };
    expect(list(caller, 'd', 70)).toEqual(['.', '..', ...names]);
    expect(list(caller, 'd', 70, remove)).toEqual(['.', '..', ...names]);
    expect(list(caller, 'd')).toEqual(['.', '..']);
  });

  it('rename files and trees, and refuse what POSIX refuses', () => {
    const caller = Caller.of({ files: { 'a/x': utf8('x'), 'b/y': utf8('y'), f: utf8('f') } });
    expect(rename(caller, 'f', 'a/x')).toBe(0);
    expect(caller.file('a/x')).toBe('f');
    expect(rename(caller, 'a', 'b')).toBe(wasi.ERRNO_NOTEMPTY);
    expect(rename(caller, 'a', 'a/inside')).toBe(wasi.ERRNO_INVAL);
    expect(rename(caller, 'a', 'b/y')).toBe(wasi.ERRNO_NOTDIR);
    expect(rename(caller, 'b/y', 'a')).toBe(wasi.ERRNO_ISDIR);
    expect(rename(caller, 'a', 'b/moved')).toBe(0);
    expect(Object.keys(caller.host.files())).toEqual(['b/y', 'b/moved/x']);
    expect(caller.open('b/moved/../y')).toBeGreaterThanOrEqual(3);
    expect(rename(caller, 'nothing', 'f')).toBe(wasi.ERRNO_NOENT);
  });
});

describe('devices', () => {
  it('swallow, give zeros and give random bytes', () => {
    const caller = Caller.of();
    expect(caller.write(caller.open('/dev/null'), 'gone')).toBe(4);
    expect(caller.read(caller.open('/dev/null'))).toBe('');
    expect(caller.read(caller.open('/dev/zero'), 3)).toBe('\0\0\0');
    expect((caller.read(caller.open('/dev/urandom'), 50) as string).length).toBeGreaterThan(0);
    expect(caller.host.files()).toEqual({});
  });
});

describe('fork and clone', () => {
  it('a child shares files and offsets, and has its own descriptors', () => {
    const parent = Caller.of({ files: { f: utf8('abcdef') } });
    const fd = parent.open('f');
    const child = parent.fork();
    expect([parent.read(fd, 2), child.read(fd, 2), parent.read(fd, 2)]).toEqual(['ab', 'cd', 'ef']);
    child.call('fd_close', fd);
    expect(parent.seek(fd, 0, WHENCE_SET)).toBe(0);
    child.open('made', CREATE);
    expect(parent.file('made')).toBe('');
  });

  it('a clone shares nothing, not even what is open without a name', () => {
    const original = Caller.of({ files: { 'd/f': utf8('abcdef'), gone: utf8('unlinked') } });
    const fd = original.open('d/f');
    const gone = original.open('gone');
    original.call('path_unlink_file', ROOT_DESCRIPTOR, ...original.path('gone'));
    original.read(fd, 2);
    const copy = original.clone();
    expect([copy.read(fd, 2), original.read(fd, 2)]).toEqual(['cd', 'cd']);
    copy.write(fd, 'XX');
    expect([copy.file('d/f'), original.file('d/f')]).toEqual(['abcdXX', 'abcdef']);
    expect([copy.read(gone), original.read(gone)]).toEqual(['unlinked', 'unlinked']);
    expect(copy.stat('d/f')).toEqual(original.stat('d/f'));
    copy.open('new', CREATE);
    expect(original.file('new')).toBeUndefined();
    expect(copy.time(0)).toBe(original.time(0));
  });
});
