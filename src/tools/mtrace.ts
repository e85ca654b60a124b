/** What glibc's `mtrace` script says of a log that mtrace() wrote (malloc/mtrace.pl). */

export interface MtraceReport {
  readonly stdout: string;
  /** 1 if something was not freed. */
  readonly exit: number;
}

interface Block {
  readonly bytes: number;
  /** As the log has it: `./program:(main+1f)[0x1a3]`. */
  readonly where: string;
}

/** The code address in a place of the log, or undefined. */
function addressIn(where: string): string | undefined {
  return /\[(0x[0-9a-f]+)\]$/.exec(where)?.[1];
}

/** The code addresses that a log speaks of, each once. */
export function addressesIn(log: string): string[] {
  const found = [...log.matchAll(/^@ (\S+) /gm)].map(([, where = '']) => addressIn(where) ?? '');
  return [...new Set(found.filter((address) => address !== ''))];
}

/** printf's %#0Wx: 0 has no prefix there. */
const zeroed = (n: number, width: number): string =>
  n === 0 ? '0'.repeat(width) : `0x${n.toString(16).padStart(width - 2, '0')}`;
const hex = (n: number): string => (n === 0 ? '0' : `0x${n.toString(16)}`);

/** Reads the log; `lines` gives `file:line` for a code address, where it is known. */
export function mtraceReport(log: string, lines: ReadonlyMap<string, string>): MtraceReport {
  const live = new Map<string, Block>();
  let stdout = '';
  const location = (where: string): string => {
    const address = addressIn(where);
    return address === undefined ? where : (lines.get(address) ?? address);
  };
  for (const [i, text] of log.split('\n').entries()) {
    const columns = text.trim().split(/\s+/);
    const [where, kind, address = '', size = ''] = columns[0] === '@' ? columns.slice(1) : ['', ...columns];
    const known = live.get(address);
    const block = { bytes: parseInt(size, 16) || 0, where: where ?? '' };
    const head = `${zeroed(Number(address) || 0, 18)} `;
    if (kind === '+' && known) stdout += `+ ${head}Alloc ${i + 1} duplicate: ${location(known.where)} ${block.where}\n`;
    else if (kind === '>' && known)
      stdout += `+ ${head}Realloc ${i + 1} duplicate: ${zeroed(known.bytes, 10)} ${location(known.where)} ${location(block.where)}\n`;
    else if (kind === '>' || (kind === '+' && address.startsWith('0x'))) live.set(address, block);
    else if ((kind === '-' || kind === '<') && !live.delete(address))
      stdout += `- ${head}${kind === '-' ? 'Free' : 'Realloc'} ${i + 1} was never alloc'd ${location(block.where)}\n`;
  }
  if (live.size === 0) return { stdout: `${stdout}No memory leaks.\n`, exit: 0 };
  const rows = [...live]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([address, { bytes, where }]) =>
        `${zeroed(Number(address) || 0, 18)} ${hex(bytes).padStart(8)}  at ${location(where)}\n`,
    );
  const heading = `\nMemory not freed:\n-----------------\n${' '.repeat(11)}Address     Size     Caller\n`;
  return { stdout: stdout + heading + rows.join(''), exit: 1 };
}
