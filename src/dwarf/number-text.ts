/** Shortest texts that read back as the same number, in C's spelling. */

/** A double: `0.1`, `1.0`, `1e+100`, `inf`, `-nan` is `nan`. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  return withPoint(String(value));
}

/** A float, whose shortest text is shorter than that of the double with the same value. */
export function floatText(value: number): string {
  return narrowText(value, 9, Math.fround);
}

/** A number of a type with fewer digits than double; `round` gives the nearest number of the type. */
function narrowText(value: number, maxDigits: number, round: (value: number) => number): string {
  if (!Number.isFinite(value) || value === 0) return doubleText(value);
  for (let digits = 1; digits < maxDigits; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (round(candidate) === value) return withPoint(String(candidate));
  }
  return withPoint(String(Number(value.toPrecision(maxDigits))));
}

/** A floating constant needs a point or an exponent. */
function withPoint(text: string): string {
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** IEEE 754 binary16, `_Float16`. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

export function halfText(value: number): string {
  return narrowText(value, 5, roundToHalf);
}

/** To the nearest binary16, ties to even. */
function roundToHalf(value: number): number {
  const magnitude = Math.abs(value);
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const unit = 2 ** (exponent - 10);
  const steps = magnitude / unit;
  const below = Math.floor(steps);
  const rounded = steps - below > 0.5 || (steps - below === 0.5 && below % 2 === 1) ? below + 1 : below;
  const result = rounded * unit;
  return Math.sign(value) * (result > 65504 ? Infinity : result);
}

const QUAD_BIAS = 16383;
const QUAD_FRACTION_BITS = 112n;

/** IEEE 754 binary128, the `long double` of wasm32, from its bits. */
export function quadText(bits: bigint): string {
  const negative = bits >> 127n !== 0n;
  const exponent = Number((bits >> QUAD_FRACTION_BITS) & 0x7fffn);
  const fraction = bits & ((1n << QUAD_FRACTION_BITS) - 1n);
  const sign = negative ? '-' : '';
  if (exponent === 0x7fff) return fraction ? 'nan' : `${sign}inf`;
  if (exponent === 0 && fraction === 0n) return `${sign}0.0`;
  const mantissa = exponent === 0 ? fraction : fraction | (1n << QUAD_FRACTION_BITS);
  return sign + shortestDecimal(mantissa, Math.max(exponent, 1) - QUAD_BIAS - 112);
}

/** The nearest double. */
export function quadToNumber(bits: bigint): number {
  const text = quadText(bits);
  return text.endsWith('inf') ? (text === 'inf' ? Infinity : -Infinity) : Number(text);
}

/**
 * The shortest decimal number between the midpoints to the neighbours of mantissa * 2^exponent, by exact arithmetic:
 * all quantities are scaled to integers over one denominator.
 */
function shortestDecimal(mantissa: bigint, exponent: number): string {
  const up = BigInt(Math.max(exponent, 0));
  const down = BigInt(Math.max(-exponent, 0));
  // In units of half a step of the mantissa: value = 2m, neighbours' midpoints = 2m - 1 and 2m + 1.
  const numerator = (mantissa * 2n) << up;
  const half = 1n << up;
  const denominator = 2n << down;
  const magnitude = decimalMagnitude(numerator, denominator);
  for (let digits = 1; digits <= 36; digits++) {
    const power = magnitude - digits + 1;
    const scaleUp = 10n ** BigInt(Math.max(-power, 0));
    const scaleDown = 10n ** BigInt(Math.max(power, 0));
    const unit = denominator * scaleDown;
    const rounded = (numerator * scaleUp * 2n + unit) / (unit * 2n);
    const difference = rounded * unit - numerator * scaleUp;
    if ((difference < 0n ? -difference : difference) < half * scaleUp) return decimalText(rounded, power);
  }
  return decimalText(numerator / denominator, 0);
}

/** floor(log10(numerator / denominator)). */
function decimalMagnitude(numerator: bigint, denominator: bigint): number {
  let guess = numerator.toString().length - denominator.toString().length;
  const atLeast = (power: number): boolean =>
    power >= 0 ? numerator >= denominator * 10n ** BigInt(power) : numerator * 10n ** BigInt(-power) >= denominator;
  while (!atLeast(guess)) guess--;
  while (atLeast(guess + 1)) guess++;
  return guess;
}

/** digits * 10^power, spelled like a double. */
function decimalText(value: bigint, power: number): string {
  const all = value.toString();
  const digits = all.replace(/0+$/, '') || '0';
  const point = all.length + power;
  if (point > 21 || point < -5) {
    const rest = digits.slice(1);
    const exponent = point - 1;
    return `${digits[0]}${rest && `.${rest}`}e${exponent < 0 ? '' : '+'}${exponent}`;
  }
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${digits.padEnd(point, '0')}.0`;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
