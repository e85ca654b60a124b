/** The C header says where things lie in memory, for the shim; memory-layout.ts for the probes and the host. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Layout, Slot, WASM_PAGE_BYTES } from './memory-layout.ts';

const header = (name: string): string =>
  readFileSync(new URL(`../../wasm/include/heapscope/${name}`, import.meta.url), 'utf8');

/** `#define HS_NAME number` lines before the shadow states, without the prefix. */
function defines(source: string): Record<string, number> {
  const end = source.indexOf('/* Shadow bytes');
  const found = source.slice(0, end).matchAll(/^#define HS_(\w+) (0x[0-9a-f]+|\d+)u?\b/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name!, Number(value)]));
}

/** Sizes of the C types that the shim's structs are made of. */
const TYPE_BYTES: Readonly<Record<string, number>> = { uint8_t: 1, uint32_t: 4, uint64_t: 8 };

/** Offset of each field of a struct in a header, by C's rules for wasm32. */
function fieldOffsets(source: string, name: string): Record<string, number> {
  const body = new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(source)?.[1];
  if (body === undefined) throw new Error(`no struct ${name}`);
  const offsets: Record<string, number> = {};
  let at = 0;
  for (const [, type, declarators] of body.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/(\w+) ([^;]+);/g)) {
    const bytes = TYPE_BYTES[type!]!;
    for (const declarator of declarators!.split(',')) {
      const [, field, count] = /^\s*(\w+)(?:\[(\d+)\])?\s*$/.exec(declarator)!;
      at = Math.ceil(at / bytes) * bytes;
      offsets[field!] = at;
      at += bytes * Number(count ?? 1);
    }
  }
  return { ...offsets, sizeof: at };
}

const lowerCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('heapscope/layout.h', () => {
  it('says what memory-layout.ts says', () => {
    expect(defines(header('layout.h'))).toEqual({ ...Layout });
  });

  it('gives offsets that are those of struct hs_state', () => {
    const offsets = fieldOffsets(header('state.h'), 'hs_state');
    for (const [name, offset] of Object.entries(Layout)) {
      const field = /^STATE_(?!BASE)(\w+)$/.exec(name)?.[1]?.toLowerCase();
      if (field) expect([field, offsets[field]]).toEqual([field, offset]);
    }
    expect(Layout.STATE_BASE + offsets.sizeof!).toBeLessThanOrEqual(Layout.LIMIT);
  });

  it('gives slots the size and the fields that probes use', () => {
    const offsets = fieldOffsets(header('state.h'), 'hs_slot');
    expect(offsets.sizeof).toBe(Layout.SLOT_BYTES);
    for (const [name, offset] of Object.entries(Slot)) expect([name, offsets[lowerCase(name)]]).toEqual([name, offset]);
  });
});

describe('the regions', () => {
  it('lie in order, in whole pages, without overlap', () => {
    const { NODES_BASE, NODES_MAX, NODE_HASH_BASE, NODE_HASH_SIZE, SEEN_BASE, SEEN_SIZE } = Layout;
    const { SLOTS_BASE, SLOTS_END, SLOT_BYTES, RING_BASE, RING_SOFT_END, RING_SLACK, STATE_BASE, LIMIT } = Layout;
    const regions: readonly (readonly [number, number])[] = [
      [0, Layout.NULL_PAGE_END],
      [NODES_BASE, NODES_BASE + 8 * NODES_MAX],
      [NODE_HASH_BASE, NODE_HASH_BASE + 4 * NODE_HASH_SIZE],
      [SEEN_BASE, SEEN_BASE + 16 * SEEN_SIZE],
      [SLOTS_BASE, SLOTS_END + SLOT_BYTES],
      [RING_BASE, RING_SOFT_END + RING_SLACK],
      [STATE_BASE, LIMIT],
    ];
    regions.slice(1).forEach(([start], i) => expect(start).toBeGreaterThanOrEqual(regions[i]![1]));
    expect(NODES_BASE).toBe(Layout.RESERVED_BASE);
    expect((2 * LIMIT) % WASM_PAGE_BYTES).toBe(0);
  });
});
