/** What the hooks of the malloc family record, and that the program goes on as it would alone. */
import { afterAll, describe, expect, it } from 'vitest';
import type { AllocateEvent, FreeEvent, MisuseEvent, NativeEvent, StackEvent } from '../../src/native/events.ts';
import { ControlOption, Misuse } from '../../src/native/stream.ts';
import { AllocationOp } from '../../src/trace/records.ts';
import { compileProgram, obstacle, removePrograms } from './programs.ts';
import { trace } from './trace.ts';

afterAll(removePrograms);

/** Return addresses, innermost first. */
function addressesOf(events: readonly NativeEvent[], stack: number): number[] {
  const nodes = new Map<number, StackEvent>();
  for (const event of events) if (event.type === 'stack') nodes.set(event.stack, event);
  const addresses: number[] = [];
  for (let at = stack; at !== 0; at = nodes.get(at)!.parent) addresses.push(nodes.get(at)!.address);
  return addresses;
}

const line = (event: AllocateEvent | FreeEvent): string => {
  const op = Object.entries(AllocationOp).find(([, value]) => value === event.op)![0];
  return event.type === 'free' ? `${op} frees` : `${op} ${event.size}${event.address === 0 ? ' fails' : ''}`;
};

describe.skipIf(obstacle)(`the malloc family${obstacle ? ` (${obstacle})` : ''}`, () => {
  it('records every function, in order, with the addresses that the program sees', async () => {
    const { events, status } = await trace([compileProgram('family')]);
    expect(status).toBe(5);
    const heap = events.filter((event) => event.type === 'allocate' || event.type === 'free');
    const huge = 2 ** 63;
    expect(heap.map(line)).toEqual([
      ...['malloc 100', 'free frees', 'calloc 77', 'free frees', 'realloc 30', 'realloc frees', 'realloc 5000'],
      ...['realloc frees', 'reallocarray 9000', 'free frees', 'aligned_alloc 128', 'free frees'],
      ...['posix_memalign 300', 'free frees', 'memalign 33', 'free frees', 'valloc 10', 'free frees'],
      ...['pvalloc 10', 'free frees', 'malloc 10', 'free frees', `malloc ${huge} fails`, 'malloc 40', 'realloc frees'],
      'free frees',
    ]);
    const live = new Set<number>();
    for (const event of events) {
      if (event.type === 'allocate' && event.address !== 0) live.add(event.address);
      if (event.type === 'revived') live.add(event.address);
      if (event.type === 'free') expect(live.delete(event.address)).toBe(true);
    }
    expect(live.size).toBe(0);
    expect(events.filter(({ type }) => type === 'revived')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'exit', status: 5 });
  });

  it.each([
    ['-O0', ['-O0']],
    ['-O2', ['-O2']],
    ['-O2 with frame pointers', ['-O2', '-fno-omit-frame-pointer']],
  ])('finds the stacks that glibc finds (%s)', async (name, flags) => {
    const { events, stdout } = await trace([compileProgram('stacks', flags, name.replaceAll(' ', ''))]);
    const expected = stdout.trim().split('\n');
    const found = events.filter((event) => event.type === 'allocate' && event.size === 1000) as AllocateEvent[];
    expect(expected.length).toBeGreaterThan(12);
    // The innermost is in the function itself. Where a signal interrupted a frame, ours is one more than the pc.
    const known = new Set(expected.flatMap((text) => text.trim().split(' ')));
    const shown = (address: number) => (known.has(address.toString(16)) ? address : address - 1).toString(16);
    const ours = found.map(({ stack }) => addressesOf(events, stack).slice(1).map(shown).join(' '));
    expect(ours).toEqual(expected.map((text) => text.trim()));
    expect(Math.max(...ours.map((text) => text.split(' ').length))).toBeGreaterThan(100);
  });
});

describe.skipIf(obstacle)(`frees of what can't be freed${obstacle ? ` (${obstacle})` : ''}`, () => {
  const misuseIn = (events: readonly NativeEvent[]) => events.filter(({ type }) => type === 'misuse') as MisuseEvent[];

  it.each([
    ['double', Misuse.doubleFree, 50],
    ['interior', Misuse.interior, 50],
    ['stack', Misuse.stack, 0],
    ['global', Misuse.global, 0],
    ['unknown', Misuse.unknown, 0],
    ['realloc', Misuse.doubleFree, 50],
  ])('%s: the program aborts there, or goes on', async (kind, misuse, size) => {
    const executable = compileProgram('misuse');
    const aborted = await trace([executable, kind]);
    expect(aborted).toMatchObject({ signal: 'SIGABRT', stdout: '' });
    expect(misuseIn(aborted.events)).toMatchObject([{ misuse, size }]);
    const [found] = misuseIn(aborted.events);
    const block = aborted.events.flatMap((event) =>
      (event.type === 'allocate' || event.type === 'free') && event.address === found!.block ? [event.stack] : [],
    );
    const stacks = [found!.stack, ...block].map((stack) => addressesOf(aborted.events, stack).length > 2);
    expect(stacks).toEqual(Array(size === 0 ? 1 : misuse === Misuse.doubleFree ? 3 : 2).fill(true));

    const gone = await trace([executable, kind], { control: { options: ControlOption.continue } });
    expect(gone).toMatchObject({ status: 0, signal: null, stdout: 'after\n' });
    expect(misuseIn(gone.events)).toMatchObject([{ misuse, size }]);
  });
});
