import { describe, expect, it } from 'vitest';
import { askAgain, askWhen } from './ask-when.ts';
import { useLocalSession } from './testing/local-session.ts';

const local = useLocalSession();

describe('searching in time', () => {
  const LOOP =
    '#include <stdlib.h>\nint main(void) {\n    int n = 0;\n    for (int i = 0; i < 9; i++)\n        n += i;\n    char *p = malloc(4);\n    p = NULL;\n    return n;\n}\n';
  const shown = (name: string): number => {
    const { address, size } = local().place(name);
    const bytes = local().session.playback.seen!.moment.bytes(address, size);
    return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
  };
  const atMainsEnd = (): void => local().session.playback.goTo(local().session.playback.total - 1);

  it('finds who wrote a variable, when it got a value, and goes there', async () => {
    await local().run(LOOP);
    atMainsEnd();
    const n = local().place('n');
    await local().session.shown.search.find(
      { kind: 'value', address: n.address, wanted: Uint8Array.of(6, 0, 0, 0) },
      -1,
    );
    expect(local().session.shown.search.state.kind).toBe('found');
    expect(shown('n')).toBe(6);
    local().session.playback.step(-1);
    expect(shown('n')).toBe(3);
    await local().session.shown.search.find({ kind: 'write', ...n }, 1);
    expect(shown('n')).toBe(6);
    await askAgain(local().session, 1);
    expect(shown('n')).toBe(10);
    await local().session.shown.search.find(
      { kind: 'value', address: n.address, wanted: Uint8Array.of(7, 0, 0, 0) },
      1,
    );
    expect(local().session.shown.search.state.kind).toBe('none');
    expect(shown('n')).toBe(10);
  });

  it('finds when a line ran and when the last pointer to a block was lost', async () => {
    await local().run(LOOP);
    atMainsEnd();
    await local().session.shown.search.find({ kind: 'line', file: 'main.c', line: 6 }, -1);
    expect(local().line()).toBe(6);
    await local().session.shown.search.find({ kind: 'lost', block: 1 }, 1);
    expect(local().line(-1)).toBe(7);
  });

  it('does not take a block that was freed for lost, and then asks what else to look for', async () => {
    await local().run(
      '#include <stdlib.h>\nint main(void) {\n    char *p = malloc(4);\n    free(p);\n    return 0;\n}\n',
    );
    atMainsEnd();
    const { search } = local().session.shown;
    await askWhen(local().session, { kind: 'lost', block: 1 }, -1, 1);
    expect(search.state.kind).toBe('none');
    expect(search.asked).toBe('lost');
  });

  it("finds when a process lost a block's last pointer, though others have it too or made it", async () => {
    await local().run(
      [
        '#include <stdlib.h>', // 1
        '#include <sys/wait.h>',
        '#include <unistd.h>',
        'int main(void) {',
        '    char *both = malloc(4);', // 5
        '    if (fork() == 0) {',
        '        char *own = malloc(8);',
        '        both = NULL;', // 8
        '        own = NULL;',
        '        exit(both != own);', // 10
        '    }',
        '    wait(NULL);',
        '    both = NULL;', // 13
        '    return both != NULL;',
        '}',
        '',
      ].join('\n'),
    );
    const { playback, search } = local().session.shown;
    /** The line that lost it, as the process looks for it that is followed, from one end of the run. */
    const lostAt = async (process: number, block: number, direction: 1 | -1): Promise<number | string> => {
      playback.goTo(direction === 1 ? 1 : playback.total);
      playback.follows = { process, thread: 0 };
      await search.find({ kind: 'lost', block }, direction);
      return search.state.kind === 'found' ? local().line(-1) : search.state.kind;
    };
    expect(await lostAt(0, 1, -1)).toBe(13);
    expect(await lostAt(1, 1, -1)).toBe(8);
    expect(await lostAt(1, 1, 1)).toBe(8);
    expect(await lostAt(1, 2, -1)).toBe(9);
    // The parent never had it: its maker is meant.
    expect(await lostAt(0, 2, -1)).toBe(9);
  });

  it('records the windows beside the one at hand until it has the answer', async () => {
    await local().run(
      'int main(void) {\n    int mark = 0, n = 0;\n    mark = 5;\n    for (int i = 0; i < 800000; i++)\n        n++;\n    return n - n;\n}\n',
    );
    const { playback, search } = local().session.shown;
    expect(playback.total).toBeGreaterThan(1_500_000);
    await search.find({ kind: 'line', file: 'main.c', line: 6 }, 1);
    await search.find({ kind: 'line', file: 'main.c', line: 6 }, -1);
    expect(playback.window?.first).toBeGreaterThan(0);
    const { address } = local().place('mark');
    await search.find({ kind: 'value', address, wanted: Uint8Array.of(5, 0, 0, 0) }, -1);
    expect(search.state.kind).toBe('found');
    expect(playback.position).toBeLessThan(20);
    expect(shown('mark')).toBe(5);
  }, 60_000);
});
