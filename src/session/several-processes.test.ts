import { describe, expect, it } from 'vitest';
import { useLocalSession } from './testing/local-session.ts';

const local = useLocalSession();

describe('a program of several processes', () => {
  const PARENT_AND_CHILD = `#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    int *count = malloc(sizeof *count);
    *count = 1;
    if (fork() == 0) {
        *count = 2;
        fputs("child\\n", stderr);
        free(count);
        exit(3);
    }
    fputs("parent\\n", stderr);
    wait(NULL);
    free(count);
    return 0;
}
`;
  const B = { process: 1, thread: 0 };

  it('is stepped as a whole, or one task followed, whose memory is then seen', async () => {
    await local().run(PARENT_AND_CHILD);
    const { playback } = local().session;
    expect(playback.recorded?.survey.system.processes).toHaveLength(2);
    playback.end();
    playback.follows = B;
    playback.step(-1);
    const place = (): number => playback.window?.statementAt(playback.position).line ?? 0;
    expect(place()).toBe(12);
    while (place() !== 10) playback.step(-1);
    expect(local().row('b1').text).toBe('2');
    playback.follows = { process: 0, thread: 0 };
    expect(local().row('b1').text).toBe('1');
  });

  it('runs another way when the person lets another process go on, and the same again without', async () => {
    await local().run(PARENT_AND_CHILD);
    const before = local().consoleText();
    const { system } = local().session.playback.recorded!.survey;
    const forked = system.processes[1]?.created ?? 0;
    local().session.playback.goTo(forked);
    await local().session.runs.runNext({ process: before.startsWith('parent') ? 1 : 0, thread: 0 });
    expect(local().consoleText()).not.toBe(before);
    expect(local().consoleText().split('\n').sort()).toEqual(before.split('\n').sort());
    const { compared } = local().session.runs;
    expect(compared?.now.output).not.toBe(compared?.before.output);
    expect(local().session.playback.position).toBe(forked);
    await local().session.runs.forgetChoices();
    expect(local().consoleText()).toBe(before);
  });
});
