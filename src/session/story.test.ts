import { describe, expect, it } from 'vitest';
import { useLocalSession } from './testing/local-session.ts';

const local = useLocalSession();

describe('the story of a finding', () => {
  const FREED = `#include <stdlib.h>
int main(void) {
    int *p = malloc(8);
    if (!p) return 1;
    p[1] = 4;
    free(p);
    return p[1];
}
`;
  const RETURNED = `static int *kept;
static void keep(int n) {
    int local = n;
    kept = &local;
}
int main(void) {
    keep(3);
    return *kept;
}
`;
  const told = (): string[] =>
    local().session.story.steps.map((step) => `${step.kind} ${step.stack.find((line) => !line.libc)?.line ?? 0}`);

  it('is opened where it shows, and leads back to the free and the malloc', async () => {
    await local().run(FREED);
    const { story, playback } = local().session;
    expect(told()).toEqual(['allocated 3', 'freed 6', 'read 7']);
    expect(story.current).toBe(2);
    expect(story.offence).toMatchObject({ blocks: [1], bytes: { size: 4, use: 'read' } });
    story.move(-1);
    expect(playback.blocks.map((block) => block.state)).toEqual(['freed']);
    expect(story.offence?.bytes).toBeUndefined();
    story.move(-1);
    expect(playback.blocks.map((block) => block.state)).toEqual(['live']);
    playback.start();
    expect(story.offence).toBeUndefined();
    story.move(1);
    expect(story.current).toBe(0);
  });

  it('tells when a local variable began and ended', async () => {
    await local().run(RETURNED);
    expect(told()).toEqual(['declared 3', 'returned 5', 'read 8']);
    expect(local().session.story.offence?.bytes?.ended).toEqual({ name: 'local', function: 'keep', isFrame: true });
  });

  it('ends with the last statement where no step lost a block', async () => {
    await local().run('#include <stdlib.h>\nint *kept;\nint main(void) {\n    kept = malloc(4);\n    return 0;\n}\n');
    const { story, playback } = local().session;
    story.show(0);
    expect(told()).toEqual(['allocated 4', 'left 0']);
    expect(playback.seen?.moment.frames.some((frame) => !frame.libc && frame.name === 'main')).toBe(true);
    expect(playback.blocks.map((block) => block.state)).toEqual(['live']);
  });

  it('goes round the findings', async () => {
    await local().run(FREED.replace('return p[1]', 'p = malloc(5); p = 0; return 0'));
    const kinds = local().session.playback.recorded?.findings.map((finding) => finding.kind) ?? [];
    expect(kinds).toContain('leak');
    local().session.nextFinding(1);
    local().session.nextFinding(1);
    expect(local().session.preferences.outputTab).toBe('findings');
    expect(local().session.story.finding?.kind).toBe(kinds[2 % kinds.length]);
  });
});
