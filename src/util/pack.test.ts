import { expect, test } from 'vitest';
import { pack, unpack } from './pack.ts';

test('what is packed comes out as it was', () => {
  const value = {
    words: new Uint32Array([1, 2 ** 32 - 1]),
    bytes: new Uint8Array([0, 0, 7, 8, 9]).subarray(2),
    lines: [new Uint16Array([65535]), new Int32Array([-1]), new Float64Array([0.5])],
    none: new Uint8Array(),
    text: '"#": [0, 1] \u{1f600}',
    big: -(2n ** 70n),
    nested: [{ on: true, nothing: null }],
  };
  expect(unpack(pack(value).buffer as ArrayBuffer)).toEqual(value);
});

test('of what JSON leaves out nothing is left', () => {
  expect(unpack(pack({ a: undefined, b: 1 }).buffer as ArrayBuffer)).toEqual({ b: 1 });
});
