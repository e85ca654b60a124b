import { wasi } from '@bjorn3/browser_wasi_shim';
import { describe, expect, it } from 'vitest';
import { ROOT_DESCRIPTOR } from './descriptor-table.ts';
import { NeedsInput, OutputLimit, ProgramExit } from './ends.ts';
import { UNSUPPORTED_CALLS, WASI_CALLS } from './host.ts';
import { Caller, utf8 } from './host-harness.ts';

function strings(caller: Caller, get: string, sizes: string): string[] {
  caller.call(sizes, 0, 4);
  const count = caller.view().getUint32(0, true);
  const bytes = caller.view().getUint32(4, true);
  expect(caller.call(get, 16, 1024)).toBe(0);
  const buffer = caller.bytes(1024, bytes);
  for (let i = 0; i < count; i++) {
    const start = caller.view().getUint32(16 + 4 * i, true) - 1024;
    expect(start === 0 || buffer[start - 1] === 0).toBe(true);
  }
  const text = new TextDecoder().decode(buffer);
  return text.split('\0').slice(0, count);
}

describe('program start and end', () => {
  it('gives arguments and environment in UTF-8', () => {
    const caller = Caller.of({ arguments: ['prog', 'größe', ''], environment: { LANG: 'C', EMPTY: '' } });
    expect(strings(caller, 'args_get', 'args_sizes_get')).toEqual(['prog', 'größe', '']);
    expect(strings(caller, 'environ_get', 'environ_sizes_get')).toEqual(['LANG=C', 'EMPTY=']);
  });

  it('throws the exit code as the shell would see it', () => {
    const exit = (code: number): number => {
      try {
        Caller.of().call('proc_exit', code);
      } catch (error) {
        if (error instanceof ProgramExit) return error.code;
      }
      throw new Error('did not exit');
    };
    expect([exit(3), exit(256), exit(-1)]).toEqual([3, 0, 255]);
  });

  it('lists each call once, and has each as an import', () => {
    expect(WASI_CALLS).toHaveLength(46);
    expect(new Set(WASI_CALLS).size).toBe(46);
    const { imports } = Caller.of().host;
    expect(WASI_CALLS.filter((name) => typeof imports[name] !== 'function')).toEqual([]);
  });
});

describe('standard input', () => {
  it('comes a line at a time, then end of file', () => {
    const inputs: string[] = [];
    const caller = Caller.of({
      stdin: { bytes: utf8('one\ntwo\nlast'), closed: true },
      onInput: (bytes) => inputs.push(new TextDecoder().decode(bytes)),
    });
    expect([caller.read(0), caller.read(0, 2), caller.read(0), caller.read(0), caller.read(0), caller.read(0)]).toEqual(
      ['one\n', 'tw', 'o\n', 'last', '', ''],
    );
    expect(inputs).toEqual(['one\n', 'tw', 'o\n', 'last']);
  });

  it('asks for more when it is open and no whole line is left', () => {
    const open = Caller.of({ stdin: { bytes: utf8('one\npart'), closed: false } });
    expect(open.read(0)).toBe('one\n');
    expect(() => open.read(0)).toThrow(NeedsInput);
    expect(open.read(0, 0)).toBe('');
  });

  it('reads the same, up to where it asked, when run again with more', () => {
    const again = Caller.of({ stdin: { bytes: utf8('one\npart and the rest\n'), closed: false } });
    expect([again.read(0), again.read(0)]).toEqual(['one\n', 'part and the rest\n']);
    expect(() => again.read(0)).toThrow(NeedsInput);
  });
});

describe('output', () => {
  it('tells stream and bytes, also through another descriptor', () => {
    const seen: [number, string][] = [];
    const caller = Caller.of({ onOutput: (stream, bytes) => seen.push([stream, new TextDecoder().decode(bytes)]) });
    caller.write(1, 'out');
    caller.write(2, 'err');
    const spare = caller.open('/dev/null');
    expect(caller.call('fd_renumber', 1, spare)).toBe(0);
    caller.write(spare, 'moved');
    expect(caller.write(1, 'closed')).toBe(-wasi.ERRNO_BADF);
    expect(seen).toEqual([
      [1, 'out'],
      [2, 'err'],
      [1, 'moved'],
    ]);
  });

  it('delivers what fits in the limit and then ends the run', () => {
    let seen = '';
    const caller = Caller.of({ outputBytes: 10, onOutput: (_, bytes) => (seen += new TextDecoder().decode(bytes)) });
    caller.write(1, '12345');
    expect(() => caller.write(2, '6789abc')).toThrow(OutputLimit);
    expect(seen).toBe('123456789a');
  });

  it('says that 0, 1 and 2 are terminals', () => {
    const caller = Caller.of();
    for (const fd of [0, 1, 2]) {
      expect(caller.call('fd_fdstat_get', fd, 0)).toBe(0);
      expect(caller.view().getUint8(0)).toBe(wasi.FILETYPE_CHARACTER_DEVICE);
      expect(caller.view().getBigUint64(8, true) & BigInt(wasi.RIGHTS_FD_SEEK | wasi.RIGHTS_FD_TELL)).toBe(0n);
    }
    expect(caller.seek(1, 0, wasi.WHENCE_CUR)).toBe(-wasi.ERRNO_SPIPE);
  });
});

describe('memory', () => {
  it('is told of before each write and each read', () => {
    const log: string[] = [];
    const caller = Caller.of({
      stdin: { bytes: utf8('hi\n'), closed: true },
      onMemoryWrite: (address, n) => log.push(`write ${address} ${n}: ${caller.bytes(address, n)}`),
      onMemoryRead: (address, n, what) => log.push(`read ${address} ${n} ${what}`),
    });
    caller.view().setUint32(64, 200, true);
    caller.view().setUint32(68, 10, true);
    expect(caller.call('fd_read', 0, 64, 1, 100)).toBe(0);
    expect(caller.call('fd_write', 1, 64, 1, 100)).toBe(0);
    expect(log).toEqual([
      'read 64 8 iovec',
      'write 200 3: 0,0,0',
      'write 100 4: 0,0,0,0',
      'read 64 8 iovec',
      'read 200 10 buffer',
      'write 100 4: 3,0,0,0',
    ]);
  });

  it('outside the program gives EFAULT, and the call does nothing', () => {
    const seen: number[] = [];
    const caller = Caller.of({
      stdin: { bytes: utf8('hi\n'), closed: true },
      onOutput: (_, bytes) => seen.push(bytes.length),
      onMemoryWrite: (_, n) => seen.push(n),
    });
    caller.host.setMemory(caller.memory, 0x10000);
    const outside = [0x10000, 0x1fff0, 0x20000, -4];
    for (const address of outside) {
      caller.view().setUint32(64, address, true);
      caller.view().setUint32(68, 4, true);
      expect(caller.call('fd_write', 1, 64, 1, 100)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('fd_read', 0, 64, 1, 100)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('fd_write', 1, 64, 0, address)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('fd_write', 1, address, 1, 100)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('path_open', ROOT_DESCRIPTOR, 0, address, 4, 0, 0n, 0n, 0, 100)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('random_get', address, 4)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('clock_time_get', 0, 0n, address)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('args_get', address, 100)).toBe(wasi.ERRNO_FAULT);
      expect(caller.call('poll_oneoff', address, 0, 1, 100)).toBe(wasi.ERRNO_FAULT);
    }
    expect(seen).toEqual([]);
    expect(caller.read(0)).toBe('hi\n');
  });

  it('may grow between calls', () => {
    const caller = Caller.of();
    caller.write(1, 'x');
    caller.memory.grow(1);
    expect(caller.call('random_get', 0x20000, 16)).toBe(0);
    expect(caller.bytes(0x20000, 16).some((byte) => byte !== 0)).toBe(true);
  });
});

describe('what is not there', () => {
  it('gives ENOSYS, with one note for each call', () => {
    const notes: string[] = [];
    const calls: string[] = [];
    const caller = Caller.of({
      onNote: (note) => notes.push(note.kind === 'unsupported-call' ? note.call : note.kind),
      onSystemCall: (name, errno) => calls.push(`${name} ${errno}`),
    });
    for (const name of UNSUPPORTED_CALLS) {
      expect(caller.call(name, 0, 0, 0, 0, 0, 0)).toBe(wasi.ERRNO_NOSYS);
      expect(caller.call(name, 0, 0, 0, 0, 0, 0)).toBe(wasi.ERRNO_NOSYS);
    }
    expect(notes).toEqual([...UNSUPPORTED_CALLS]);
    expect(calls).toHaveLength(2 * UNSUPPORTED_CALLS.length);
    expect(caller.write(99, '')).toBe(-wasi.ERRNO_BADF);
    expect(calls.at(-1)).toBe(`fd_write ${wasi.ERRNO_BADF}`);
  });
});
