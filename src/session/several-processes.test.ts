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
    expect(local().line()).toBe(12);
    while (local().line() !== 10) playback.step(-1);
    expect(local().row('b1').text).toBe('2');
    playback.follows = { process: 0, thread: 0 };
    expect(local().row('b1').text).toBe('1');
  });

  it('marks what the process that is seen did, not what another did at those addresses before it was its turn', async () => {
    await local().run(
      [
        '#include <stdlib.h>', // 1
        '#include <sys/wait.h>',
        '#include <unistd.h>',
        'static void end(int *n) {',
        '    *n = 7;', // 5
        '    exit(0);',
        '}',
        'int main(void) {',
        '    int n = 1;',
        '    if (fork() == 0)', // 10
        '        end(&n);',
        '    wait(NULL);',
        '    return n - 1;',
        '}',
        '',
      ].join('\n'),
    );
    const { playback } = local().session;
    const marked = (): unknown => {
      const frames = local()
        .objects()
        .left.filter((box) => box.kind === 'frame');
      return [frames.map((frame) => frame.isNew === true), local().row('/n').changed];
    };
    playback.start();
    while (local().line() !== 6) playback.step(1);
    expect(marked()).toEqual([[false, false], true]);
    playback.follows = { process: 0, thread: 0 };
    expect(marked()).toEqual([[false], false]);
    playback.follows = undefined;
    while (local().line() !== 13) playback.step(1);
    expect(marked()).toEqual([[false], false]);
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

  it('lets the thread go on that the person chose, not just one of its process', async () => {
    await local().run(`#include <pthread.h>
#include <stdio.h>
static void *work(void *name) {
    puts(name);
    return NULL;
}
int main(void) {
    pthread_t one, two, three;
    pthread_create(&one, NULL, work, "one");
    pthread_create(&two, NULL, work, "two");
    pthread_create(&three, NULL, work, "three");
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    pthread_join(three, NULL);
    return 0;
}
`);
    const { playback, runs } = local().session;
    const printed = (): string[] =>
      local()
        .consoleText()
        .split('\n')
        .filter((line) => /^(one|two|three)$/.test(line));
    expect(printed()).toEqual(['one', 'two', 'three']);
    playback.goTo(playback.recorded!.survey.system.processes[0]!.threads[3]!.created);
    await runs.runNext({ process: 0, thread: 3 });
    expect(printed()).toEqual(['three', 'one', 'two']);
    const { position } = playback;
    expect(runs.choices).toEqual([{ step: position, process: 0, thread: 3 }]);
    expect(playback.seen?.moment.task).toEqual({ process: 0, thread: 3 });
  });
});
