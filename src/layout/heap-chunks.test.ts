import { describe, expect, it } from 'vitest';
import type { BlockAt } from '../replay/timeline.ts';
import { compileProgram, inputsOf, outputOf } from '../run/run-program.fixture.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { runProgram } from '../run/run.ts';
import { CHUNK_LOOKS, chunkAtOrAfter, chunkCapacity, heapStatistics, layHeapChunks } from './heap-chunks.ts';

const block = (id: number, address: number, size: number, state: BlockAt['state'] = 'live'): BlockAt => ({
  id,
  address,
  size,
  state,
});
/** Freed in the order of their ids. */
const freeStep = Float64Array.from({ length: 10 }, (_, id) => id);
const lay = (blocks: readonly BlockAt[], quarantine = 1000) =>
  layHeapChunks({ blocks, freeStep, isLeaked: (id) => id === 1, redzone: 16, quarantine });
const BLOCKS = [
  block(1, 0x1010, 30),
  block(2, 0x1040, 16, 'freed'),
  block(3, 0x1060, 16, 'freed'),
  block(4, 0x1080, 8, 'freed'),
];

it('lays chunks as glibc does where the blocks are its', () => {
  const blocks = [
    { id: 1, address: 0x5555_5555_0010, size: 24, state: 'live' },
    { id: 2, address: 0x5555_5555_0030, size: 25, state: 'freed' },
    { id: 3, address: 0x7fff_0000_0010, size: 0, state: 'live' },
  ] as const;
  const chunks = layHeapChunks({
    blocks,
    freeStep: Float64Array.of(0, 1, 2, 3),
    isLeaked: () => false,
    redzone: undefined,
    quarantine: 0,
  });
  expect([...chunks.end].map((end, at) => end - chunks.payload[at]!)).toEqual([24, 40, 24]);
  expect([...chunks.start].map((start, at) => chunks.payload[at]! - start)).toEqual([8, 8, 8]);
  expect([...chunks.look].map((look) => CHUNK_LOOKS[look])).toEqual(['live', 'free', 'live']);
});

describe('chunks of the heap', () => {
  it('have a header, a payload, and a redzone up to their size class', () => {
    const { start, payload, payloadEnd, end } = lay(BLOCKS);
    expect([start[0], payload[0], payloadEnd[0], end[0]]).toEqual([0x1000, 0x1010, 0x102e, 0x1030]);
    expect([0, 1, 127, 128, 1000, 5000, 70_000].map((size) => chunkCapacity(size, 16))).toEqual([
      16, 16, 176, 176, 1152, 5632, 73_728,
    ]);
    expect(chunkCapacity(10, 64)).toBe(64);
  });

  it('wait in the quarantine, the oldest first, until it is full', () => {
    const all = lay(BLOCKS);
    expect([...all.look].map((look) => CHUNK_LOOKS[look])).toEqual([
      'leaked',
      'quarantined',
      'quarantined',
      'quarantined',
    ]);
    expect([...all.next]).toEqual([-1, 2, 3, -1]);
    // Room for block 4 alone: 2 and 3 are in the bin of their size, the newer first.
    const few = lay(BLOCKS, 24);
    expect([...few.look].map((look) => CHUNK_LOOKS[look])).toEqual(['leaked', 'free', 'free', 'quarantined']);
    expect([...few.next]).toEqual([-1, -1, 1, -1]);
  });

  it('are found by address', () => {
    const chunks = lay(BLOCKS);
    expect([0, 0x1000, 0x102f, 0x1030, 0x1081, 0x2000].map((at) => chunkAtOrAfter(chunks, at))).toEqual([
      0, 0, 0, 1, 3, 4,
    ]);
  });

  it('add up to what is in use, kept back and free', () => {
    expect(heapStatistics(lay(BLOCKS, 24))).toEqual({
      liveBlocks: 1,
      liveBytes: 30,
      overheadBytes: 18,
      quarantinedChunks: 1,
      quarantinedBytes: 16,
      freeChunks: 2,
      freeBytes: 32,
      largestFree: 16,
      externalFragmentation: 1 - 16 / 48,
    });
  });

  it('lie as the allocator of a real program lays them', async () => {
    const sizes = [
      0, 1, 16, 17, 48, 49, 96, 97, 127, 128, 447, 448, 500, 513, 1023, 1024, 1100, 4095, 4096, 5000, 32_256, 32_257,
      64_512, 65_536, 70_001, 1,
    ];
    const wasm = await compileProgram(
      `#include <stdio.h>
       #include <stdlib.h>
       int main(void) {
         static const unsigned sizes[] = {${sizes.join()}};
         unsigned at[${sizes.length}];
         for (int i = 0; i < ${sizes.length}; i++) at[i] = (unsigned)malloc(sizes[i]);
         for (int i = 0; i < ${sizes.length}; i++) printf("%u\\n", at[i]);
       }`,
    );
    const { survey } = await runProgram({ wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS });
    const at = outputOf(survey).trim().split('\n').map(Number);
    const gaps = at.slice(1).map((address, i) => address - at[i]!);
    expect(gaps).toEqual(sizes.slice(0, -1).map((size) => chunkCapacity(size, 16) + 16));
  });
});
