/** The machine's symbolizer: file, line, column and inlined frames of addresses in a file with debug information. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Address } from '../../util/units.ts';

export interface ToolLine {
  /** '': not known. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Innermost first; empty where the tool knows nothing. */
export type ToolLines = readonly (readonly ToolLine[])[];

export type SymbolizerTool = (file: string, addresses: readonly Address[]) => ToolLines;

const MOST_OUTPUT = 2 ** 30;

/** llvm-symbolizer, which knows columns; else addr2line; undefined: neither is there. `search` is a PATH. */
export function findTool(search: string): SymbolizerTool | undefined {
  const find = (name: string): string | undefined =>
    search
      .split(path.delimiter)
      .map((folder) => path.join(folder, name))
      .find((file) => existsSync(file));
  const llvm = find('llvm-symbolizer');
  if (llvm !== undefined) return (file, addresses) => parseLlvm(ask(llvm, [...LLVM, `--obj=${file}`], addresses));
  const binutils = find('addr2line');
  if (binutils !== undefined)
    return (file, addresses) => parseAddr2line(ask(binutils, [...ADDR2LINE, file], addresses));
  return undefined;
}

const LLVM = ['--output-style=JSON', '--inlines', '--demangle', '--functions=linkage'];
const ADDR2LINE = ['--addresses', '--functions', '--inlines', '--demangle', '--exe'];

/** Milliseconds: without lines the report is still whole. */
const AT_MOST = 300_000;

function ask(tool: string, args: readonly string[], addresses: readonly Address[]): string {
  const input = addresses.map((address) => `0x${address.toString(16)}\n`).join('');
  const { stdout } = spawnSync(tool, args, { input, encoding: 'utf8', maxBuffer: MOST_OUTPUT, timeout: AT_MOST });
  return stdout ?? '';
}

interface LlvmAnswer {
  readonly Symbol?: readonly {
    readonly FunctionName: string;
    readonly FileName: string;
    readonly Line: number;
    readonly Column: number;
  }[];
}

/** One JSON object in each line (or one list of them, as older ones print), in the order of the addresses. */
export function parseLlvm(output: string): ToolLines {
  const answers = output
    .split('\n')
    .filter((line) => line.startsWith('{') || line.startsWith('['))
    .flatMap((line) => JSON.parse(line) as LlvmAnswer | LlvmAnswer[]);
  return answers.map(({ Symbol: lines = [] }) =>
    lines
      .filter(({ Line: line }) => line > 0)
      .map((each) => ({ function: each.FunctionName, file: each.FileName, line: each.Line, column: each.Column })),
  );
}

/** An address, then for each frame a line with the function and one with the place. */
export function parseAddr2line(output: string): ToolLines {
  const found: ToolLine[][] = [];
  let name: string | undefined;
  for (const text of output.split('\n')) {
    if (/^0x[0-9a-f]+$/.test(text)) {
      found.push([]);
      name = undefined;
    } else if (name === undefined) name = text;
    else {
      const place = /^(.*):(\d+)(?: \(discriminator \d+\))?$/.exec(text);
      if (place && place[1] !== '??' && Number(place[2]) > 0)
        found.at(-1)?.push({ function: name === '??' ? '' : name, file: place[1]!, line: Number(place[2]), column: 0 });
      name = undefined;
    }
  }
  return found;
}
