/** The left column: what is read of variables, by frame and of the whole program. */
import type { Variable } from '../dwarf/debug-info.ts';
import { declaredVariables } from '../dwarf/declared-variables.ts';
import type { ReadOptions } from '../dwarf/read-value.ts';
import { readVariable } from '../dwarf/read-variable.ts';
import { resolve } from '../dwarf/size-of.ts';
import { variableArrays } from '../dwarf/variable-arrays.ts';
import type { Frame } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, ByteCount, CodeOffset } from '../util/units.ts';
import type { ObjectSource } from './build-objects.ts';
import type { FoldedFrames, FrameBox, Row, StackBox } from './object-model.ts';
import { readRows, type RowContext } from './read-rows.ts';

/** Calls shown at the outer and at the inner end of a deep recursion. */
const OUTER_FRAMES = 4;
const INNER_FRAMES = 12;

/** `calls`: how many functions this step called that are still running. */
export function stackBoxes(
  source: Pick<ObjectSource, 'moment' | 'codeOf'>,
  context: RowContext,
  options: ReadOptions,
  calls: number,
): StackBox[] {
  const reader = new StackReader(source, context, options, calls);
  const globals = reader.globals();
  return [
    ...(globals.length > 0 ? [{ id: 'globals', kind: 'globals', rows: globals } as const] : []),
    ...reader.frames(),
  ];
}

class StackReader {
  readonly #source: Pick<ObjectSource, 'moment' | 'codeOf'>;
  readonly #context: RowContext;
  readonly #options: ReadOptions;
  readonly #calls: number;

  constructor(
    source: Pick<ObjectSource, 'moment' | 'codeOf'>,
    context: RowContext,
    options: ReadOptions,
    calls: number,
  ) {
    this.#source = source;
    this.#context = context;
    this.#options = options;
    this.#calls = calls;
  }

  globals(): Row[] {
    const users = this.#context.debug.globals.filter((variable) => this.#isUsers(variable));
    return users.flatMap((variable) => {
      const id = `g/${variable.inFunction ?? ''}${variable.name}@${variable.file}`;
      return this.#variableRows(this.#ofThread(variable), id, 0, undefined);
    });
  }

  /** A thread-local variable where the thread that runs has it. */
  #ofThread(variable: Variable): Variable {
    const { location } = variable;
    if (location.kind !== 'address' || !location.isThreadLocal) return variable;
    const { threadLocals = 0 } = this.#source.moment;
    return { ...variable, location: { ...location, address: location.address + threadLocals } };
  }

  readonly #readMemory = (address: Address, n: ByteCount): Uint8Array => this.#source.moment.bytes(address, n);

  #isUsers(variable: Variable): boolean {
    const file = this.#context.debug.files[variable.file] ?? '';
    return (
      variable.name !== '' &&
      !file.startsWith('/') &&
      !file.startsWith('..') &&
      resolve(this.#context.debug, variable.type).type.kind !== 'void'
    );
  }

  frames(): (FrameBox | FoldedFrames)[] {
    const frames = this.#source.moment.frames
      .map((frame, depth) => ({ frame, depth }))
      .filter(({ frame }) => !frame.libc && frame.at.line > 0);
    const folded = frames.length - OUTER_FRAMES - INNER_FRAMES;
    const boxes = frames.map(({ frame, depth }, i) =>
      folded > 1 && i >= OUTER_FRAMES && i < frames.length - INNER_FRAMES
        ? undefined
        : this.#frame(frame, depth, i === frames.length - 1),
    );
    const shown = boxes.filter((box) => box !== undefined);
    if (folded <= 1) return shown;
    return [
      ...shown.slice(0, OUTER_FRAMES),
      { id: 'folded', kind: 'folded', count: folded, rows: [] },
      ...shown.slice(OUTER_FRAMES),
    ];
  }

  #frame(frame: Frame, depth: number, isInnermost: boolean): FrameBox {
    const code = this.#source.codeOf(frame.site);
    const id = `f${depth}`;
    const seen = new Map<string, number>();
    const variables = declaredVariables(this.#context.debug, code);
    const arrays = variableArrays(
      this.#context.debug,
      variables,
      { frameBase: frame.frameBase, codeOffset: code, readMemory: this.#readMemory },
      { shadow: (address, n) => this.#source.moment.shadow(address, n), redzone: ShadowState.stackRedzone },
    );
    const rows = variables.flatMap((variable) => {
      const address = arrays.get(variable);
      const nth = seen.get(variable.name) ?? 0;
      seen.set(variable.name, nth + 1);
      const placed =
        address === undefined ? variable : { ...variable, location: { kind: 'address', address } as const };
      return this.#variableRows(placed, `${id}/${variable.name}${nth > 0 ? `@${nth}` : ''}`, code, frame.frameBase);
    });
    const isNew = depth >= this.#source.moment.frames.length - this.#calls;
    return { id, kind: 'frame', name: frame.name, at: frame.at, isInnermost, ...(isNew && { isNew }), rows };
  }

  #variableRows(variable: Variable, id: string, codeOffset: CodeOffset, frameBase: Address | undefined): Row[] {
    const readMemory = this.#readMemory;
    const { value, read, options } = readVariable(
      this.#context.debug,
      variable,
      { frameBase, codeOffset, readMemory },
      this.#options,
    );
    const name = variable.inFunction ? `${variable.inFunction}: ${variable.name}` : variable.name;
    return readRows({ id, name, value, read, options }, this.#context);
  }
}
