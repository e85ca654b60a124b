import { describe, expect, it } from 'vitest';
import type { BlockAt } from '../replay/timeline.ts';
import { compileProgram, inputsOf, outputOf } from '../run/run-program.fixture.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { runProgram } from '../run/run.ts';
import { ShadowState } from '../trace/records.ts';
import { byteLooks, byteRuns } from './byte-cells.ts';
import { chunkCapacity } from './chunk-sizes.ts';
import { CHUNK_LOOKS, chunkAtOrAfter, chunkOfBlock, layHeapChunks, linkChunks, LOOK } from './heap-chunks.ts';
import { heapOrder } from './heap-order.ts';
import { heapStatistics } from './heap-statistics.ts';
import { allocationTable } from './testing-allocations.fixture.ts';

/** Allocated in the order of their ids, then freed in it. */
const BLOCKS = [
  { address: 0x1010, size: 30 },
  { address: 0x1040, size: 16, freeStep: 11 },
  { address: 0x1060, size: 16, freeStep: 12 },
  { address: 0x1080, size: 8, freeStep: 13 },
  { address: 0x10a0, size: 8 },
];
const TABLE = allocationTable(BLOCKS.map((block, i) => ({ ...block, step: i })));
const blocks: readonly BlockAt[] = BLOCKS.map(({ address, size, freeStep }, i) => ({
  id: i + 1,
  address,
  size,
  state: freeStep === undefined ? 'live' : 'freed',
}));
const lay = (quarantine = 1000) =>
  layHeapChunks({
    blocks,
    step: 20,
    table: TABLE,
    isLeaked: (id) => id === 1,
    allocator: { base: 0x1000, redzone: 16, quarantine },
  });
const looks = ({ look }: ReturnType<typeof lay>): string[] => [...look].map((each) => CHUNK_LOOKS[each]!);

it('lays chunks as glibc does where the blocks are its', () => {
  const chunks = layHeapChunks({
    blocks: [
      { id: 1, address: 0x5555_5555_0010, size: 24, state: 'live' },
      { id: 2, address: 0x5555_5555_0030, size: 25, state: 'freed' },
      { id: 3, address: 0x7fff_0000_0010, size: 0, state: 'live' },
    ],
    step: 4,
    table: TABLE,
    isLeaked: () => false,
  });
  expect([...chunks.end].map((end, at) => end - chunks.payload[at]!)).toEqual([24, 40, 24]);
  expect([...chunks.start].map((start, at) => chunks.payload[at]! - start)).toEqual([8, 8, 8]);
  expect(looks(chunks)).toEqual(['live', 'free', 'live']);
});

describe('chunks of the heap', () => {
  it('have a header, a payload, and a redzone up to a multiple of 16', () => {
    const { start, payload, payloadEnd, end, top } = lay();
    expect([start[0], payload[0], payloadEnd[0], end[0]]).toEqual([0x1000, 0x1010, 0x102e, 0x1030]);
    expect([0, 1, 127, 128, 1000, 5000, 70_000].map((size) => chunkCapacity(size, 16))).toEqual([
      16, 16, 176, 176, 1136, 5520, 72_048,
    ]);
    expect(chunkCapacity(10, 64)).toBe(64);
    expect(top).toBe(0x10b0);
  });

  it('wait in the quarantine, the oldest first, until it is full', () => {
    const all = lay();
    expect(looks(all)).toEqual(['leaked', 'quarantined', 'quarantined', 'quarantined', 'live']);
    expect([...linkChunks(all, heapOrder(TABLE, 1000))]).toEqual([-1, 2, 3, -1, -1]);
  });

  it('are one free chunk where neighbours have left the quarantine', () => {
    // Room for block 4 alone.
    const few = lay(24);
    expect(looks(few)).toEqual(['leaked', 'free', 'quarantined', 'live']);
    expect([few.start[1], few.payload[1], few.end[1], few.id[1]]).toEqual([0x1030, 0x1040, 0x1070, 3]);
    expect(BLOCKS.map((_, i) => chunkOfBlock(few, TABLE, i + 1))).toEqual([0, 1, 1, 2, 3]);
    expect(chunkOfBlock(few, TABLE, 0)).toBe(-1);
  });

  it('are found by address', () => {
    const chunks = lay();
    expect([0, 0x1000, 0x102f, 0x1030, 0x1081, 0x2000].map((at) => chunkAtOrAfter(chunks, at))).toEqual([
      0, 0, 0, 1, 3, 5,
    ]);
  });

  it('add up to what is in use, kept back and free', () => {
    const chunks = lay(24);
    const numbers = heapStatistics(chunks);
    expect(numbers).toEqual({
      liveBlocks: 2,
      liveBytes: 38,
      quarantinedBlocks: 1,
      quarantinedBytes: 8,
      overheadBytes: 18 + 24 + 24,
      freeChunks: 1,
      freeBytes: 64,
      largestFree: 64,
      fragmentation: 0,
    });
    const { liveBytes, quarantinedBytes, overheadBytes, freeBytes } = numbers;
    expect(liveBytes + quarantinedBytes + overheadBytes + freeBytes).toBe(chunks.top - 0x1000);
    expect(heapStatistics(lay()).fragmentation).toBeUndefined();
  });

  it('say how bytes look, whatever the allocator keeps in their shadow', () => {
    const looksOf = (quarantine: number, first: number): string =>
      byteRuns(byteLooks(new Uint8Array(48).fill(ShadowState.freed), first, lay(quarantine)).map((look) => ({ look })))
        .map((run) => `${run.first} ${run.look}`)
        .join(', ');
    // Block 4 takes the least there is, 16 bytes, and asked for 8.
    expect(looksOf(1000, 0x1070)).toBe('0 header, 16 freed, 24 redzone, 32 header');
    expect(looksOf(0, 0x1030)).toBe('0 header, 16 free');
  });

  it('say what share of what is free is not in one piece', () => {
    const [start, end] = [Float64Array.of(0, 64), Float64Array.of(48, 80)];
    const chunks = { count: 2, start, payload: start, payloadEnd: end, end, look: Uint8Array.of(LOOK.free, LOOK.free) };
    expect(heapStatistics({ ...chunks, id: new Int32Array(2), since: new Int32Array(2), top: 96 })).toMatchObject({
      freeChunks: 2,
      freeBytes: 64,
      largestFree: 48,
      fragmentation: 0.25,
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
