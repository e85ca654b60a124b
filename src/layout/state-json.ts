/** The state of a moment as plain data, for other programs and for reports. */
import type { StepIndex } from '../util/units.ts';
import { rowName } from './find-row.ts';
import type { ObjectModel, Row } from './object-model.ts';

interface Part {
  readonly name: string;
  readonly type: string;
  /** As C would write it; null where nothing was ever written. */
  readonly value: string | null;
  /** The value is the last one of a variable whose scope has ended. */
  readonly scopeEnded?: true;
  readonly address: number | undefined;
  readonly bytes: number;
}

export interface StateJson {
  readonly title: string;
  readonly step: StepIndex;
  readonly steps: StepIndex;
  readonly frames: readonly {
    readonly function: string;
    readonly file: string;
    readonly line: number;
    readonly variables: readonly Part[];
  }[];
  readonly globals: readonly Part[];
  readonly blocks: readonly {
    readonly block: number;
    readonly address: number;
    readonly bytes: number;
    readonly state: 'live' | 'freed' | 'leaked';
    readonly contents: readonly Part[];
  }[];
}

/** Frames are outermost first; addresses are numbers. */
export function stateJson(
  model: ObjectModel,
  about: { readonly title: string; readonly step: StepIndex; readonly steps: StepIndex },
): StateJson {
  const { left, right } = model;
  return {
    ...about,
    frames: left.flatMap((box) =>
      box.kind === 'frame'
        ? [{ function: box.name, file: box.at.file, line: box.at.line, variables: parts(box.rows) }]
        : [],
    ),
    globals: left.flatMap((box) => (box.kind === 'globals' ? parts(box.rows) : [])),
    blocks: right.map(({ block, address, size, state, rows }) => ({
      block,
      address,
      bytes: size,
      state,
      contents: parts(rows),
    })),
  };
}

function parts(rows: readonly Row[]): Part[] {
  return rows
    .filter(({ isOpen, more }) => isOpen === undefined && more === undefined)
    .map((row) => ({
      name: rowName(row),
      type: row.type,
      value: row.written === 'none' ? null : row.text,
      ...(row.hasEnded && { scopeEnded: true as const }),
      address: row.address,
      bytes: row.size,
    }));
}
