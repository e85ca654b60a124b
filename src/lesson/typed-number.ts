/** Numbers and characters as people type them. */

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"', '?': '?' },
};

/**
 * 42, -0x2A, 0b101010, 052 or 0o52, 'a', '\n', 1_000, 1,000, 42u; U+2212 for a minus. Undefined for what is no whole number.
 */
export function readInteger(typed: string): bigint | undefined {
  const text = typed.trim();
  const character = /^'((?:\\.[^']*|[^'\\]))'$/u.exec(text)?.[1];
  if (character !== undefined) {
    const code = unescaped(character).codePointAt(0);
    return code === undefined ? undefined : BigInt(code);
  }
  const [, sign, digits = ''] = /^([+\-−–]?)\s*(.*)$/s.exec(text) ?? [];
  const plain = digits
    .replaceAll(/[\s_']/g, '')
    .replace(/^(\d{1,3}(?:,\d{3})+)$/, (grouped) => grouped.replaceAll(',', ''))
    .toLowerCase();
  const magnitude = readMagnitude(plain);
  if (magnitude === undefined) return undefined;
  return sign === '' || sign === '+' ? magnitude : -magnitude;
}

function readMagnitude(text: string): bigint | undefined {
  const [, hex, binary, octal, decimal] =
    /^(?:0x([\da-f]{1,64})|0b([01]{1,256})|0o?([0-7]{1,86})|(\d{1,78}))(?:u?l{0,2}|l{1,2}u)$/.exec(text) ?? [];
  if (hex !== undefined) return BigInt(`0x${hex}`);
  if (binary !== undefined) return BigInt(`0b${binary}`);
  if (octal !== undefined) return BigInt(`0o${octal}`);
  return decimal === undefined ? undefined : BigInt(decimal);
}

/** Without the quotes around it, whichever they are. */
export function withoutQuotes(typed: string): string {
  return (
    /^(?:"(.*)"|'(.*)'|“(.*)”|‘(.*)’)$/s
      .exec(typed)
      ?.slice(1)
      .find((part) => part !== undefined) ?? typed
  );
}

/** With the characters that C's escapes stand for. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{1,2})|([0-7]{1,3})|(.))/gsu,
    (whole, hex?: string, octal?: string, one?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return ESCAPES[one ?? ''] ?? whole;
    },
  );
}
