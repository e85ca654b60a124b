import { describe, expect, it } from 'vitest';
import { LEAKY_LIST, useLocalSession } from './testing/local-session.ts';

const local = useLocalSession();

describe('a run', () => {
  it('gives console, findings, and a window over all of it', async () => {
    await local().run(LEAKY_LIST);
    expect(local().session.shown.outcome).toMatchObject({ kind: 'ran', end: { kind: 'exit', code: 0 } });
    expect(local().consoleText()).toBe('9');
    expect(local().session.playback.recorded?.findings.map((finding) => finding.kind)).toContain('leak');
    expect(local().session.playback.inWindow).toBe(true);
    expect(local().engine.requests.map((request) => request.window !== undefined)).toEqual([false, true]);
  });

  it('opens where the first block lost its last pointer: with the node that pointed to it', async () => {
    await local().run(LEAKY_LIST);
    const { seen, window } = local().session.playback;
    expect(window?.statementAt((seen?.step ?? 0) - 1).line).toBe(18);
  });

  it('that does not compile leaves the diagnostics and no picture', async () => {
    await local().run('int main(void) { return x; }\n');
    expect(local().session.shown.outcome.kind).toBe('failed-to-compile');
    expect(local().session.diagnostics.errors).toHaveLength(1);
    expect(local().session.preferences.outputTab).toBe('problems');
    expect(local().session.playback.recorded).toBeUndefined();
    expect(local().session.activity.busy).toBe(false);
  });

  it('is stale once the source is edited', async () => {
    await local().run(LEAKY_LIST);
    expect(local().session.shown.stale).toBe(false);
    local().session.project.setText('main.c', `${LEAKY_LIST}\n`);
    expect(local().session.shown.stale).toBe(true);
  });

  it('waits for input, and goes on with each answer from the beginning', async () => {
    await local().run(
      '#include <stdio.h>\nint main(void) {\n    int a, b;\n    if (scanf("%d", &a) != 1) return 3;\n    if (scanf("%d", &b) != 1) return 4;\n    printf("%d\\n", a + b);\n    return 0;\n}\n',
    );
    expect(local().session.runs.waiting).toBe(true);
    await local().session.runs.answer('20');
    expect(local().session.runs.waiting).toBe(true);
    await local().session.runs.answer('22');
    expect(local().session.runs.waiting).toBe(false);
    expect(local().consoleText()).toContain('42');
    expect(new TextDecoder().decode(local().engine.requests.at(-1)?.inputs.stdin.bytes)).toBe('20\n22\n');
  });

  it('meets the end of the input when the person says so', async () => {
    await local().run('#include <stdio.h>\nint main(void) { return getchar() == EOF ? 7 : 0; }\n');
    expect(local().session.runs.waiting).toBe(true);
    await local().session.runs.closeInput();
    expect(local().session.shown.outcome).toMatchObject({ end: { kind: 'exit', code: 7 } });
  });

  it('too long for one window is opened at its start, and recorded elsewhere on demand', async () => {
    await local().run(
      'int main(void) {\n    volatile int sum = 0;\n    for (int i = 0; i < 1000000; i++)\n        sum += i;\n    return 0;\n}\n',
    );
    const { playback } = local().session;
    expect(playback.position).toBe(0);
    playback.end();
    expect(playback.inWindow).toBe(false);
    await expect.poll(() => playback.inWindow, { timeout: 60_000 }).toBe(true);
    expect(playback.window?.end).toBeLessThanOrEqual(playback.total);
    expect(local().session.activity.busy).toBe(false);
  });
});

describe('playback', () => {
  it('steps, over calls and out of them, forward and back', async () => {
    await local().run(LEAKY_LIST);
    const { playback } = local().session;
    const line = (): number => local().line();
    local().goToLine(16);
    playback.step(1);
    expect(line()).toBe(6);
    playback.out();
    expect([15, 16]).toContain(line());
    local().goToLine(16, 2);
    const before = playback.position;
    playback.over(1);
    expect([15, 16]).toContain(line());
    playback.over(-1);
    expect(playback.position).toBe(before);
  });

  it('goes to the moments after allocations and frees, whichever window is open', async () => {
    await local().run(LEAKY_LIST);
    const { playback } = local().session;
    playback.start();
    const kinds: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      playback.allocation(1);
      kinds.push(
        ...(playback.seen?.moment.events ?? [])
          .map((event) => event.kind)
          .filter((kind) => kind === 'allocate' || kind === 'free'),
      );
    }
    expect(kinds).toEqual(['allocate', 'allocate', 'allocate', 'free']);
    playback.allocation(-1);
    expect(playback.blocks.filter((block) => block.state === 'live')).toHaveLength(3);
  });
});

it('shows the files as they were at the present step', async () => {
  await local().run(`#include <stdio.h>
int main(void) {
    FILE *text = fopen("note.txt", "w");
    fputs("thirty", text);
    fclose(text);
    remove("note.txt");
    return 0;
}
`);
  expect(local().session.shown.files.all).toEqual({});
  local().goToLine(6);
  await local().session.runs.showFilesNow();
  expect(Object.keys(local().session.shown.files.all)).toEqual(['note.txt']);
  local().session.playback.step(1);
  await local().session.runs.showFilesNow();
  expect(local().session.shown.files.all).toEqual({});
});
