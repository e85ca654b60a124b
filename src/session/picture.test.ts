import { describe, expect, it } from 'vitest';
import { LEAKY_LIST, useLocalSession } from './testing/local-session.ts';

const local = useLocalSession();

describe('the picture of a moment', () => {
  it('shows variables before anything was stored in them as unset', async () => {
    await local().run(LEAKY_LIST);
    local().goToLine(6);
    const model = local().objects();
    expect(local().row('/made').written).toBe('none');
    expect(local().row('/value').text).toBe('1');
    expect(local().row('/next').pointing).toEqual({ kind: 'null' });
    const squares = [0, 1, 2].map((i) => local().row(`/squares[${i}]`));
    expect(squares.map(({ text, group }) => [text, group?.kind])).toEqual(
      ['1', '4', '9'].map((text) => [text, 'strip']),
    );
    expect(model.right).toEqual([]);
  });

  it('types blocks by the pointers to them, and follows those inside', async () => {
    await local().run(LEAKY_LIST);
    local().goToLine(17);
    const model = local().objects();
    expect(model.left.map((box) => box.kind)).toEqual(['globals', 'frame']);
    expect(local().row('count@0').text).toBe('3');
    expect(model.right.map((box) => box.rows.map((each) => each.name))).toEqual(Array(3).fill(['value', 'next']));
    expect(local().row('/list').pointing).toMatchObject({ kind: 'object', box: 'b3' });
    expect(local().row('b3.next').pointing).toMatchObject({ kind: 'object', box: 'b2' });
    expect(local().row('b1.next').pointing).toEqual({ kind: 'null' });
  });

  it('names functions that pointers lead to, and tells pointers to variables that are no more', async () => {
    await local().run(
      'static int twice(int n) { return 2 * n; }\n' +
        'static int *local(void) { int n = 1; int *p = &n; return p; }\n' +
        'union both { int whole; float part; };\n' +
        'int main(void) {\n  int (*f)(int) = twice;\n  int *gone = local();\n  int m[2][2] = {{1, 2}, {3, 4}};\n' +
        '  union both b = {5};\n  return f(gone == 0) + m[1][0] + b.whole == 0;\n}\n',
    );
    local().goToLine(9);
    expect(local().row('/f')).toMatchObject({ text: 'twice', pointing: { kind: 'function' } });
    expect(local().row('/gone').pointing).toEqual({ kind: 'ended' });
    expect(local().row('/m[1][0]')).toMatchObject({ text: '3', group: { kind: 'grid', columns: 2 } });
    expect(local().row('/b.whole').group).toMatchObject({ kind: 'union' });
  });

  it('marks what the step wrote, leaks, and pointers to freed blocks', async () => {
    await local().run(LEAKY_LIST);
    local().goToLine(19);
    const states = (): string[] =>
      local()
        .objects()
        .right.map((box) => `${box.id} ${box.state}`)
        .sort();
    // What the freed block pointed to has no other pointer; `list` still leads to the third.
    expect(states()).toEqual(['b1 leaked', 'b2 freed', 'b3 live']);
    expect(local().row('b3.next').pointing).toMatchObject({ kind: 'freed', box: 'b2' });
    local().session.playback.step(1);
    expect(states()).toEqual(['b1 leaked', 'b2 freed', 'b3 leaked']);
    expect(local().row('/list').changed).toBe(true);
    expect(local().row('/squares').changed).toBe(false);
  });
});
