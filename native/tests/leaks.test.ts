/** Leak scans agree with memcheck's. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NativeEvent, ScannedEvent } from '../../src/native/events.ts';
import { ControlOption, LeakKind, ScanReason } from '../../src/native/stream.ts';
import { compileProgram, hasSanitizer, isInstalled, obstacle, removePrograms } from './programs.ts';
import { trace } from './trace.ts';
import { spawnSync } from '../../tests/bounded-spawn.ts';

const scansIn = (events: readonly NativeEvent[]) => events.filter(({ type }) => type === 'scanned') as ScannedEvent[];

/** Blocks and bytes of each kind, as text. */
function totalsOf(events: readonly NativeEvent[]): Record<string, string> {
  const { totals } = scansIn(events).at(-1)!;
  return Object.fromEntries(
    Object.entries(LeakKind).map(([kind, value]) => [kind, `${totals[value]!.blocks}: ${totals[value]!.bytes}`]),
  );
}

function memcheck(command: readonly string[]): Record<string, string> {
  const { stderr } = spawnSync('valgrind', ['--leak-check=full', ...command]);
  const of = (text: string): string => {
    if (stderr.includes('no leaks are possible')) return '0: 0';
    const [, bytes, blocks] = new RegExp(`${text}: ([\\d,]+) bytes in ([\\d,]+) blocks`).exec(stderr) ?? [];
    return `${blocks?.replaceAll(',', '')}: ${bytes?.replaceAll(',', '')}`;
  };
  return {
    reachable: of('still reachable'),
    definite: of('definitely lost'),
    indirect: of('indirectly lost'),
    possible: of('possibly lost'),
  };
}

/** Blocks and bytes that are definitely or indirectly lost, as text. */
function lostIn(events: readonly NativeEvent[]): string {
  const { totals } = scansIn(events).at(-1)!;
  const lost = [totals[LeakKind.definite]!, totals[LeakKind.indirect]!];
  return `${lost[0]!.blocks + lost[1]!.blocks}: ${lost[0]!.bytes + lost[1]!.bytes}`;
}

/** Words that a stack no longer uses may hold a pointer by chance, and then the sanitizer finds less. */
const SANITIZER_RUNS = 5;

/** The same as LeakSanitizer finds it, of a program that is linked with it: the most of some runs. */
function leakSanitizer([program, ...args]: readonly string[]): string {
  const environment = { ...process.env, LSAN_OPTIONS: 'exitcode=0' };
  const runs = Array.from({ length: SANITIZER_RUNS }, () => {
    const { stderr } = spawnSync(program!, args, { env: environment });
    expect(stderr).not.toContain('fatal error');
    const found = /SUMMARY: LeakSanitizer: (\d+) byte\(s\) leaked in (\d+) alloc/.exec(stderr);
    return { bytes: Number(found?.[1] ?? 0), blocks: Number(found?.[2] ?? 0) };
  });
  const { blocks, bytes } = runs.reduce((most, one) => (one.bytes > most.bytes ? one : most));
  return `${blocks}: ${bytes}`;
}

const kinds = ['chain', 'cycle', 'interior', 'large', 'reached', 'shared'] as const;
const expected: Record<(typeof kinds)[number], Record<string, string>> = {
  chain: { reachable: '0: 0', definite: '2: 21', indirect: '2: 32', possible: '0: 0' },
  cycle: { reachable: '0: 0', definite: '1: 16', indirect: '3: 48', possible: '0: 0' },
  interior: { reachable: '0: 0', definite: '0: 0', indirect: '0: 0', possible: '2: 130' },
  large: { reachable: '0: 0', definite: '6: 5286716', indirect: '0: 0', possible: '1: 300000' },
  reached: { reachable: '5: 272', definite: '0: 0', indirect: '0: 0', possible: '0: 0' },
  shared: { reachable: '2: 32', definite: '1: 16', indirect: '1: 16', possible: '0: 0' },
};

describe.skipIf(obstacle)(`leak scans${obstacle ? ` (${obstacle})` : ''}`, () => {
  let program: string;
  beforeAll(() => {
    program = compileProgram('leaks', ['-O0', '-w']);
  });
  afterAll(removePrograms);

  it.each(kinds)('%s', async (kind) => {
    const { events, status } = await trace([program, kind]);
    expect(status).toBe(0);
    expect(totalsOf(events)).toEqual(expected[kind]);
    const leaks = events.filter(({ type }) => type === 'leak').length;
    expect(leaks).toBe(
      scansIn(events)[0]!
        .totals.slice(1)
        .reduce((sum, { blocks }) => sum + blocks, 0),
    );
  });

  const noValgrind = isInstalled('valgrind') ? '' : ' (needs valgrind)';
  it.skipIf(noValgrind).each(kinds)(`%s: memcheck says the same${noValgrind}`, (kind) => {
    expect(memcheck([program, kind])).toEqual(expected[kind]);
  });

  const examples = ['leak', 'leak-cycle', 'leak-list', 'still-reachable', 'strdup-leak', 'hash-table', 'queue'];
  const more = ['binary-tree', 'linked-list', 'sort-strings', 'string-builder', 'realloc-growth'];
  it.skipIf(noValgrind).each([...examples, ...more])(
    `the example %s: memcheck finds the same losses${noValgrind}`,
    async (name) => {
      const source = path.join(import.meta.dirname, '..', '..', 'examples', name);
      const executable = compileProgram(source, ['-O0', '-w']);
      const { events } = await trace([executable]);
      // It frees what libc keeps reachable, as stdout's buffer.
      expect({ ...totalsOf(events), reachable: '' }).toEqual({ ...memcheck([executable]), reachable: '' });
    },
  );

  const noSanitizer =
    obstacle ?? (hasSanitizer('leak') ? '' : ' (needs a gcc with LeakSanitizer, and a kernel that lets it look)');
  // Of strdup-leak it finds one block of two: its own frames lie over the slot that held a pointer to the other.
  const forSanitizer = [...examples, ...more].filter((name) => name !== 'strdup-leak');
  it.skipIf(noSanitizer).each(forSanitizer)(
    `the example %s: LeakSanitizer finds the same losses${noSanitizer}`,
    async (name) => {
      const source = path.join(import.meta.dirname, '..', '..', 'examples', name);
      const { events } = await trace([compileProgram(source, ['-O0', '-w'])]);
      const sanitized = compileProgram(source, ['-O0', '-w', '-fsanitize=leak'], '-lsan');
      expect(lostIn(events)).toBe(leakSanitizer([sanitized]));
    },
  );

  // A pointer into a block keeps it, for the sanitizer: nothing is possibly lost. What is mapped leads nowhere: `reached` is not for it.
  it.skipIf(noSanitizer).each(kinds.filter((kind) => kind !== 'reached'))(
    `%s: LeakSanitizer says the same${noSanitizer}`,
    (kind) => {
      const sanitized = compileProgram('leaks', ['-O0', '-w', '-fsanitize=leak'], '-lsan');
      const { definite, indirect } = expected[kind];
      const [blocks, bytes] = [definite!, indirect!]
        .map((text) => text.split(': ').map(Number))
        .reduce(([a, b], [c, d]) => [a! + c!, b! + d!]);
      expect(leakSanitizer([sanitized, kind])).toBe(`${blocks}: ${bytes}`);
    },
  );

  it("finds what another thread's stack, variables and keys lead to", async () => {
    const { events } = await trace([program, 'thread']);
    // One block is the loader's, with the addresses of the thread's variables: memcheck calls it possibly lost.
    expect(totalsOf(events)).toMatchObject({ definite: '1: 114', indirect: '0: 0', possible: '0: 0' });
    expect(scansIn(events)[0]!.totals[LeakKind.reachable]!.blocks).toBe(4);
  });

  it('keeps what blocks begin with', async () => {
    const { events } = await trace([program, 'chain'], { control: { contents: 4 } });
    const contents = events.filter(({ type }) => type === 'contents') as { bytes: Uint8Array }[];
    expect(contents.map(({ bytes }) => bytes.length)).toEqual([4, 4, 4, 4]);
    expect(events.filter(({ type }) => type === 'scan')).toMatchObject([{ number: 1, reason: ScanReason.atExit }]);
  });

  it('does not scan where it is told not to', async () => {
    const { events } = await trace([program, 'chain'], { control: { options: ControlOption.noScan } });
    expect(scansIn(events)).toEqual([]);
    expect(events.at(-1)!.type).toBe('exit');
  });
});
