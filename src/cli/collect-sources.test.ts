import { describe, expect, it } from 'vitest';
import { collectSources } from './collect-sources.ts';

function collect(disk: Readonly<Record<string, string>>, files: readonly string[], flags: readonly string[] = []) {
  return collectSources(files, flags, '/home/me/work', {
    read: (file) => {
      const text = disk[file];
      if (text === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return new TextEncoder().encode(text);
    },
    isFile: (file) => file in disk,
  });
}

const pathsOf = (sources: ReturnType<typeof collect>): string[] => sources.files.map(({ path }) => path);

describe('collectSources', () => {
  it('follows includes of the user’s own through their directories', () => {
    const sources = collect(
      {
        '/home/me/work/main.c': '#include "lib/a.h"\n# include <shared.h>\n#include <stdio.h>\n',
        '/home/me/work/lib/a.h': '#include "b.h"\n#include "a.h"',
        '/home/me/work/lib/b.h': '',
        '/home/me/work/common/shared.h': '',
      },
      ['main.c'],
      ['-Icommon'],
    );
    expect(pathsOf(sources)).toEqual(['main.c', 'lib/a.h', 'lib/b.h', 'common/shared.h']);
    expect(sources.units).toEqual(['main.c']);
    expect(sources.flags).toEqual(['-I', 'common']);
    expect(sources.diagnostics).toEqual([]);
  });

  it('moves the root up when files lie outside of the working directory, and shows paths as they were given', () => {
    const disk = { '/home/me/src/x/main.c': '#include "../y.h"', '/home/me/src/y.h': '', '/home/me/inc/z.h': '' };
    const sources = collect(disk, ['../src/x/main.c'], ['-I', '../inc', '-include', '../inc/z.h', '-DX']);
    expect(pathsOf(sources)).toEqual(['src/x/main.c', 'src/y.h', 'inc/z.h']);
    expect(sources.flags).toEqual(['-I', 'inc', '-include', 'inc/z.h', '-DX']);
    expect(sources.shown('src/x/main.c')).toBe('../src/x/main.c');
    expect(sources.shown('src/y.h')).toBe('../src/y.h');
  });

  it('shows absolute paths when they were given', () => {
    const sources = collect({ '/tmp/t/a.c': '#include "h.h"', '/tmp/t/h.h': '' }, ['/tmp/t/a.c']);
    expect(pathsOf(sources)).toEqual(['a.c', 'h.h']);
    expect([sources.shown('a.c'), sources.shown('h.h')]).toEqual(['/tmp/t/a.c', '/tmp/t/h.h']);
  });

  it('says which file can’t be read', () => {
    expect(collect({}, ['gone.c']).diagnostics.map(({ message }) => message)).toEqual([
      "can't read gone.c: no such file",
    ]);
  });
});
