import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../compile/compiler.ts';
import { testCompiler } from '../compile/testing.node.ts';
import { buildObjects } from '../layout/build-objects.ts';
import { findRow } from '../layout/find-row.ts';
import type { ObjectModel, Row } from '../layout/object-model.ts';
import { ProgramAnalyst } from './program-analyst.ts';
import { Session } from './session.svelte.ts';
import { LocalEngine } from './testing/local-engine.ts';

const LIST = `#include <stdio.h>
#include <stdlib.h>
struct node { int value; struct node *next; };
static int count;
static struct node *push(struct node *next, int value) {
    struct node *made = malloc(sizeof *made);
    made->value = value;
    made->next = next;
    count++;
    return made;
}
int main(void) {
    struct node *list = NULL;
    int squares[3] = {1, 4, 9};
    for (int i = 0; i < 3; i++)
        list = push(list, squares[i]);
    printf("%d\\n", list->value);
    free(list->next);
    list = NULL;
    return 0;
}
`;

let compiler: LocalCompiler;
let engine: LocalEngine;
let session: Session;

beforeAll(async () => {
  compiler = await testCompiler();
});
beforeEach(() => {
  engine = new LocalEngine(compiler);
  session = new Session(engine, new ProgramAnalyst());
});

async function runText(text: string, path = 'main.c'): Promise<void> {
  session.open({ files: [{ path, text }] });
  await session.run();
}

/** The picture of the moment that is seen. */
function objects(): ObjectModel {
  const { seen, blocks, recorded } = session.playback;
  if (!seen || !recorded) throw new Error('nothing is seen');
  return buildObjects({
    moment: seen.moment,
    debug: recorded.debug,
    blocks,
    codeOf: (site) => seen.codeOf(site),
    isLeaked: (block) => recorded.leaked.has(block),
    isLibcs: () => false,
    functionName: (tableIndex) => recorded.functionName(tableIndex),
    opened: new Map(),
  });
}

function row(model: ObjectModel, id: string): Row {
  const found = [...model.left, ...model.right].flatMap((box) => box.rows).find((each) => each.id.endsWith(id));
  if (!found) throw new Error(`no row ${id}`);
  return found;
}

/** Moves to the moment before the first (or nth) time the line runs. */
function goToLine(line: number, nth = 1): void {
  session.breakpoints.clear();
  session.breakpoints.toggle('main.c', line);
  session.playback.start();
  for (let i = 0; i < nth; i += 1) session.playback.breakpoint(1);
}

const consoleText = (): string =>
  session.console.lines.map((line) => line.map((piece) => piece.text).join('')).join('\n');

describe('a run', () => {
  it('gives console, findings, and a window over all of it', async () => {
    await runText(LIST);
    expect(session.outcome).toMatchObject({ kind: 'ran', end: { kind: 'exit', code: 0 } });
    expect(consoleText()).toBe('9');
    expect(session.playback.recorded?.findings.map((finding) => finding.kind)).toContain('leak');
    expect(session.playback.inWindow).toBe(true);
    expect(engine.requests.map((request) => request.window !== undefined)).toEqual([false, true]);
  });

  it('opens where the first block lost its last pointer: with the node that pointed to it', async () => {
    await runText(LIST);
    const { seen, window } = session.playback;
    expect(window?.statementAt((seen?.step ?? 0) - 1).line).toBe(18);
  });

  it('that does not compile leaves the diagnostics and no picture', async () => {
    await runText('int main(void) { return x; }\n');
    expect(session.outcome.kind).toBe('failed-to-compile');
    expect(session.diagnostics.errors).toHaveLength(1);
    expect(session.preferences.outputTab).toBe('problems');
    expect(session.playback.recorded).toBeUndefined();
    expect(session.activity.busy).toBe(false);
  });

  it('is stale once the source is edited', async () => {
    await runText(LIST);
    expect(session.stale).toBe(false);
    session.project.setText('main.c', `${LIST}\n`);
    expect(session.stale).toBe(true);
  });

  it('waits for input, and goes on with each answer from the beginning', async () => {
    await runText(
      '#include <stdio.h>\nint main(void) {\n    int a, b;\n    if (scanf("%d", &a) != 1) return 3;\n    if (scanf("%d", &b) != 1) return 4;\n    printf("%d\\n", a + b);\n    return 0;\n}\n',
    );
    expect(session.waiting).toBe(true);
    await session.answer('20');
    expect(session.waiting).toBe(true);
    await session.answer('22');
    expect(session.waiting).toBe(false);
    expect(consoleText()).toContain('42');
    expect(new TextDecoder().decode(engine.requests.at(-1)?.inputs.stdin.bytes)).toBe('20\n22\n');
  });

  it('meets the end of the input when the person says so', async () => {
    await runText('#include <stdio.h>\nint main(void) { return getchar() == EOF ? 7 : 0; }\n');
    expect(session.waiting).toBe(true);
    await session.closeInput();
    expect(session.outcome).toMatchObject({ end: { kind: 'exit', code: 7 } });
  });

  it('too long for one window is opened at its start, and recorded elsewhere on demand', async () => {
    await runText(
      'int main(void) {\n    volatile int sum = 0;\n    for (int i = 0; i < 1000000; i++)\n        sum += i;\n    return 0;\n}\n',
    );
    const { playback } = session;
    expect(playback.position).toBe(0);
    playback.end();
    expect(playback.inWindow).toBe(false);
    await expect.poll(() => playback.inWindow, { timeout: 60_000 }).toBe(true);
    expect(playback.window?.end).toBeLessThanOrEqual(playback.total);
    expect(session.activity.busy).toBe(false);
  });
});

describe('playback', () => {
  it('steps, over calls and out of them, forward and back', async () => {
    await runText(LIST);
    const { playback } = session;
    const line = (): number => playback.window?.statementAt(playback.position).line ?? 0;
    goToLine(16);
    playback.step(1);
    expect(line()).toBe(6);
    playback.out();
    expect([15, 16]).toContain(line());
    goToLine(16, 2);
    const before = playback.position;
    playback.over(1);
    expect([15, 16]).toContain(line());
    playback.over(-1);
    expect(playback.position).toBe(before);
  });

  it('goes to the moments after allocations and frees, whichever window is open', async () => {
    await runText(LIST);
    const { playback } = session;
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

describe('the picture of a moment', () => {
  it('shows variables before anything was stored in them as unset', async () => {
    await runText(LIST);
    goToLine(6);
    const model = objects();
    expect(row(model, '/made').written).toBe('none');
    expect(row(model, '/value').text).toBe('1');
    expect(row(model, '/next').pointing).toEqual({ kind: 'null' });
    const squares = [0, 1, 2].map((i) => row(model, `/squares[${i}]`));
    expect(squares.map(({ text, group }) => [text, group?.kind])).toEqual(
      ['1', '4', '9'].map((text) => [text, 'strip']),
    );
    expect(model.right).toEqual([]);
  });

  it('types blocks by the pointers to them, and follows those inside', async () => {
    await runText(LIST);
    goToLine(17);
    const model = objects();
    expect(model.left.map((box) => box.kind)).toEqual(['globals', 'frame']);
    expect(row(model, 'count@0').text).toBe('3');
    expect(model.right.map((box) => box.rows.map((each) => each.name))).toEqual(Array(3).fill(['value', 'next']));
    expect(row(model, '/list').pointing).toMatchObject({ kind: 'object', box: 'b3' });
    expect(row(model, 'b3.next').pointing).toMatchObject({ kind: 'object', box: 'b2' });
    expect(row(model, 'b1.next').pointing).toEqual({ kind: 'null' });
  });

  it('names functions that pointers lead to, and tells pointers to variables that are no more', async () => {
    await runText(
      'static int twice(int n) { return 2 * n; }\n' +
        'static int *local(void) { int n = 1; int *p = &n; return p; }\n' +
        'union both { int whole; float part; };\n' +
        'int main(void) {\n  int (*f)(int) = twice;\n  int *gone = local();\n  int m[2][2] = {{1, 2}, {3, 4}};\n' +
        '  union both b = {5};\n  return f(gone == 0) + m[1][0] + b.whole == 0;\n}\n',
    );
    goToLine(9);
    const model = objects();
    expect(row(model, '/f')).toMatchObject({ text: 'twice', pointing: { kind: 'function' } });
    expect(row(model, '/gone').pointing).toEqual({ kind: 'ended' });
    expect(row(model, '/m[1][0]')).toMatchObject({ text: '3', group: { kind: 'grid', columns: 2 } });
    expect(row(model, '/b.whole').group).toMatchObject({ kind: 'union' });
  });

  it('marks what the step wrote, leaks, and pointers to freed blocks', async () => {
    await runText(LIST);
    goToLine(19);
    const model = objects();
    expect(model.right.map((box) => box.state)).toEqual(['leaked', 'freed', 'leaked']);
    expect(row(model, 'b3.next').pointing).toMatchObject({ kind: 'freed', box: 'b2' });
    session.playback.step(1);
    expect(row(objects(), '/list').changed).toBe(true);
    expect(row(objects(), '/squares').changed).toBe(false);
  });
});

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
    session.story.steps.map((step) => `${step.kind} ${step.stack.find((line) => !line.libc)?.line ?? 0}`);

  it('is opened where it shows, and leads back to the free and the malloc', async () => {
    await runText(FREED);
    const { story, playback } = session;
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
    await runText(RETURNED);
    expect(told()).toEqual(['declared 3', 'returned 5', 'read 8']);
    expect(session.story.offence?.bytes?.ended).toEqual({ name: 'local', function: 'keep', isFrame: true });
  });

  it('goes round the findings', async () => {
    await runText(FREED.replace('return p[1]', 'p = malloc(5); p = 0; return 0'));
    const kinds = session.playback.recorded?.findings.map((finding) => finding.kind) ?? [];
    expect(kinds).toContain('leak');
    session.nextFinding(1);
    session.nextFinding(1);
    expect(session.preferences.outputTab).toBe('findings');
    expect(session.story.finding?.kind).toBe(kinds[2 % kinds.length]);
  });
});

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
    await runText(PARENT_AND_CHILD);
    const { playback } = session;
    expect(playback.recorded?.survey.system.processes).toHaveLength(2);
    playback.end();
    playback.follows = B;
    playback.step(-1);
    const place = (): number => playback.window?.statementAt(playback.position).line ?? 0;
    expect(place()).toBe(12);
    while (place() !== 10) playback.step(-1);
    expect(row(objects(), 'b1').text).toBe('2');
    playback.follows = { process: 0, thread: 0 };
    expect(row(objects(), 'b1').text).toBe('1');
  });

  it('runs another way when the person lets another process go on, and the same again without', async () => {
    await runText(PARENT_AND_CHILD);
    const before = consoleText();
    const { system } = session.playback.recorded!.survey;
    const forked = system.processes[1]?.created ?? 0;
    session.playback.goTo(forked);
    await session.runNext({ process: before.startsWith('parent') ? 1 : 0, thread: 0 });
    expect(consoleText()).not.toBe(before);
    expect(consoleText().split('\n').sort()).toEqual(before.split('\n').sort());
    expect(session.differs).toBe(true);
    expect(session.playback.position).toBe(forked);
    await session.forgetChoices();
    expect(consoleText()).toBe(before);
  });
});

it('shows the files as they were at the present step', async () => {
  await runText(`#include <stdio.h>
int main(void) {
    FILE *text = fopen("note.txt", "w");
    fputs("thirty", text);
    fclose(text);
    remove("note.txt");
    return 0;
}
`);
  expect(session.files.all).toEqual({});
  goToLine(6);
  await session.showFilesNow();
  expect(Object.keys(session.files.all)).toEqual(['note.txt']);
  session.playback.step(1);
  await session.showFilesNow();
  expect(session.files.all).toEqual({});
});

describe('searching in time', () => {
  const LOOP =
    '#include <stdlib.h>\nint main(void) {\n    int n = 0;\n    for (int i = 0; i < 9; i++)\n        n += i;\n    char *p = malloc(4);\n    p = NULL;\n    return n;\n}\n';
  const place = (name: string): { address: number; size: number } => {
    const { seen, blocks, recorded } = session.playback;
    const row = findRow(
      {
        moment: seen!.moment,
        debug: recorded!.debug,
        blocks,
        codeOf: (site) => seen!.codeOf(site),
        isLeaked: () => false,
        isLibcs: () => false,
      },
      name,
    );
    if (row?.address === undefined) throw new Error(`no ${name}`);
    return { address: row.address, size: row.size };
  };
  const shown = (name: string): number => {
    const { address, size } = place(name);
    const bytes = session.playback.seen!.moment.bytes(address, size);
    return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
  };
  const atMainsEnd = (): void => session.playback.goTo(session.playback.total - 1);

  it('finds who wrote a variable, when it got a value, and goes there', async () => {
    await runText(LOOP);
    atMainsEnd();
    const n = place('n');
    await session.search.find({ kind: 'value', address: n.address, wanted: Uint8Array.of(6, 0, 0, 0) }, -1);
    expect(session.search.state.kind).toBe('found');
    expect(shown('n')).toBe(6);
    session.playback.step(-1);
    expect(shown('n')).toBe(3);
    await session.search.find({ kind: 'write', ...n }, 1);
    expect(shown('n')).toBe(6);
    session.search.again(1);
    expect(shown('n')).toBe(10);
    await session.search.find({ kind: 'value', address: n.address, wanted: Uint8Array.of(7, 0, 0, 0) }, 1);
    expect(session.search.state.kind).toBe('none');
    expect(shown('n')).toBe(10);
  });

  it('finds when a line ran and when the last pointer to a block was lost', async () => {
    await runText(LOOP);
    atMainsEnd();
    await session.search.find({ kind: 'line', file: 'main.c', line: 6 }, -1);
    expect(session.playback.window?.statementAt(session.playback.position).line).toBe(6);
    await session.search.find({ kind: 'lost', block: 1 }, 1);
    expect(session.playback.window?.statementAt(session.playback.position - 1).line).toBe(7);
  });

  it('records the windows beside the one at hand until it has the answer', async () => {
    await runText(
      'int main(void) {\n    int mark = 0, n = 0;\n    mark = 5;\n    for (int i = 0; i < 800000; i++)\n        n++;\n    return n - n;\n}\n',
    );
    const { playback, search } = session;
    expect(playback.total).toBeGreaterThan(1_500_000);
    await search.find({ kind: 'line', file: 'main.c', line: 6 }, 1);
    await search.find({ kind: 'line', file: 'main.c', line: 6 }, -1);
    expect(playback.window?.first).toBeGreaterThan(0);
    const { address } = place('mark');
    await search.find({ kind: 'value', address, wanted: Uint8Array.of(5, 0, 0, 0) }, -1);
    expect(search.state.kind).toBe('found');
    expect(playback.position).toBeLessThan(20);
    expect(shown('mark')).toBe(5);
  }, 60_000);
});
