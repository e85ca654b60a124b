import { expect, test } from 'vitest';
import { doubleText, floatText, halfText, halfToNumber, quadText, quadToNumber } from './number-text.ts';

test('doubles', () => {
  const cases: [number, string][] = [
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [1e100, '1e+100'],
    [5e-324, '5e-324'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
    [123456789012345680000, '123456789012345680000.0'],
  ];
  expect(cases.map(([value]) => doubleText(value))).toEqual(cases.map(([, text]) => text));
});

test('floats have the shortest text that reads back as the same float', () => {
  expect([0.1, 16777216, 3.4028234663852886e38, 1e-45, 2.5].map((x) => floatText(Math.fround(x)))).toEqual([
    '0.1',
    '16777216.0',
    '3.4028235e+38',
    '1e-45',
    '2.5',
  ]);
  const view = new DataView(new ArrayBuffer(4));
  for (let i = 1; i < 5000; i++) {
    view.setUint32(0, Math.imul(i, 0x9e3779b1));
    const value = view.getFloat32(0);
    if (!Number.isFinite(value)) continue;
    const digits = floatText(value).replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
    expect(Math.fround(Number(floatText(value)))).toBe(value);
    if (digits.length > 1) expect(Math.fround(Number(value.toPrecision(digits.length - 1)))).not.toBe(value);
  }
});

test('binary16', () => {
  expect([0x3c00, 0x3555, 0x7bff, 0x0001, 0xfc00, 0x8000].map((bits) => halfText(halfToNumber(bits)))).toEqual([
    '1.0',
    '0.3333',
    '65500.0',
    '6e-8',
    '-inf',
    '-0.0',
  ]);
});

/** The bits of sign, biased exponent and fraction. */
function quad(sign: bigint, exponent: bigint, fraction: bigint): bigint {
  return (sign << 127n) | (exponent << 112n) | fraction;
}

test('binary128', () => {
  const bias = 16383n;
  expect(quadText(quad(0n, bias, 0n))).toBe('1.0');
  expect(quadText(quad(1n, bias + 1n, 1n << 110n))).toBe('-2.5');
  expect(quadText(0n)).toBe('0.0');
  expect(quadText(quad(1n, 0n, 0n))).toBe('-0.0');
  expect(quadText(quad(0n, 0x7fffn, 0n))).toBe('inf');
  expect(quadText(quad(0n, 0x7fffn, 1n))).toBe('nan');
  // 0.1L, 1/3 and the largest and smallest numbers, as clang's constants have them.
  expect(quadText(0x3ffb999999999999999999999999999an)).toBe('0.1');
  expect(quadText(0x3ffd5555555555555555555555555555n)).toBe('0.3333333333333333333333333333333333');
  expect(quadText(0x7ffeffffffffffffffffffffffffffffn)).toBe('1.189731495357231765085759326628007e+4932');
  expect(quadText(1n)).toBe('6e-4966');
  expect(quadText(quad(0n, bias + 100n, 0n))).toBe('1.267650600228229401496703205376e+30');
});

test('binary128 agrees with double where a double is exact', () => {
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 1; i < 2000; i++) {
    view.setUint32(0, Math.imul(i, 0x9e3779b1) & 0x7fefffff);
    view.setUint32(4, Math.imul(i, 0x85ebca6b));
    const value = view.getFloat64(0);
    const bits = view.getBigUint64(0);
    const exponent = (bits >> 52n) & 0x7ffn;
    if (exponent === 0n || exponent === 0x7ffn) continue;
    const wide = quad(0n, exponent - 1023n + 16383n, (bits & 0xfffffffffffffn) << 60n);
    expect(quadToNumber(wide)).toBe(value);
  }
});
