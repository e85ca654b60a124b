import { isTombstone } from './attributes.ts';
import { ByteReader } from './byte-reader.ts';
import { DW_LNE, DW_LNS } from './constants.ts';
import { LineFlag } from './debug-info.ts';
import type { LineHeader } from './line-header.ts';
import { readFile2, readLineHeader } from './line-header.ts';
import type { LineRows } from './line-rows.ts';
import type { DwarfContext } from './unit.ts';
import { readInitialLength } from './unit.ts';

/**
 * Runs the line number program at `offset` of .debug_line (DWARF 5, section 6.2.5) and adds its rows, without those of
 * code that the linker dropped.
 * Gives the program's file numbers as FileIds. Throws `DwarfError`; sequences that were complete by then are kept.
 */
export function runLineProgram(
  context: DwarfContext,
  offset: number,
  compilationDirectory: string,
  rows: LineRows,
): { files: readonly number[] } {
  const section = context.sections.get('.debug_line');
  const start = new ByteReader('.debug_line', section, offset);
  const { length, offsetSize } = readInitialLength(start);
  if (length > section.length - start.offset) start.fail(`a line table of ${length} bytes`, offset);
  const reader = new ByteReader('.debug_line', section, start.offset, start.offset + length);
  const header = readLineHeader(context, reader, offsetSize, compilationDirectory);
  new LineMachine(context, header, rows).run(reader);
  return header;
}

/** The registers of DWARF 5, section 6.2.2 that C programs use. */
class LineMachine {
  private address = 0;
  private file = 1;
  private line = 1;
  private column = 0;
  private isStatement: boolean;
  private pendingFlags = 0;
  private firstRow: number;
  private ascending = true;

  constructor(
    private readonly context: DwarfContext,
    private readonly header: LineHeader,
    private readonly rows: LineRows,
  ) {
    this.isStatement = header.defaultIsStatement;
    this.firstRow = rows.length;
  }

  run(reader: ByteReader): void {
    try {
      while (!reader.atEnd) {
        const opcode = reader.u8();
        if (opcode >= this.header.opcodeBase) this.special(opcode);
        else if (opcode === DW_LNS.extended) this.extended(reader);
        else this.standard(opcode, reader);
      }
      if (this.rows.length > this.firstRow) reader.fail('a line table ends inside a sequence');
    } finally {
      this.rows.dropRows(this.firstRow);
    }
  }

  private special(opcode: number): void {
    const { opcodeBase, lineRange, lineBase } = this.header;
    const adjusted = opcode - opcodeBase;
    this.advance(Math.floor(adjusted / lineRange));
    this.line += lineBase + (adjusted % lineRange);
    this.emit(0);
  }

  private advance(operations: number): void {
    this.address += operations * this.header.minimumInstructionLength;
  }

  private emit(flags: number): void {
    const { rows, address } = this;
    if (address > 0xffffffff || (rows.length > this.firstRow && address < rows.addressAt(rows.length - 1))) {
      this.ascending = false;
    }
    const all = flags | this.pendingFlags | (this.isStatement ? LineFlag.isStatement : 0);
    this.pendingFlags = 0;
    const file = this.header.files[this.file] ?? this.header.files[0] ?? 0;
    rows.push(address, file, this.line, this.column, all);
  }

  private endSequence(): void {
    this.emit(LineFlag.endSequence);
    const { rows, firstRow } = this;
    const isCode = !isTombstone(rows.addressAt(firstRow)) && this.address <= this.context.sections.codeSize;
    if (isCode && this.ascending) rows.keepSequence(firstRow);
    else rows.dropRows(firstRow);
    this.firstRow = rows.length;
    this.address = 0;
    this.file = 1;
    this.line = 1;
    this.column = 0;
    this.isStatement = this.header.defaultIsStatement;
    this.ascending = true;
  }

  private standard(opcode: number, reader: ByteReader): void {
    const { header } = this;
    switch (opcode) {
      case DW_LNS.copy:
        return this.emit(0);
      case DW_LNS.advance_pc:
        return this.advance(reader.uleb());
      case DW_LNS.advance_line:
        this.line += reader.sleb();
        return;
      case DW_LNS.set_file:
        this.file = reader.uleb();
        return;
      case DW_LNS.set_column:
        this.column = reader.uleb();
        return;
      case DW_LNS.negate_stmt:
        this.isStatement = !this.isStatement;
        return;
      case DW_LNS.set_basic_block:
        this.pendingFlags |= LineFlag.basicBlock;
        return;
      case DW_LNS.const_add_pc:
        return this.advance(Math.floor((255 - header.opcodeBase) / header.lineRange));
      case DW_LNS.fixed_advance_pc:
        this.address += reader.u16();
        return;
      case DW_LNS.set_prologue_end:
        this.pendingFlags |= LineFlag.prologueEnd;
        return;
      case DW_LNS.set_epilogue_begin:
        return;
      default:
        // set_isa, and whatever a later version adds: the header says how many operands to pass over.
        for (let i = header.operandCounts[opcode] ?? 0; i > 0; i--) reader.ulebWide();
    }
  }

  private extended(reader: ByteReader): void {
    const length = reader.uleb();
    const start = reader.offset;
    const body = new ByteReader('.debug_line', reader.bytes, start, Math.min(start + length, reader.end));
    reader.skip(length);
    if (length === 0) return;
    switch (body.u8()) {
      case DW_LNE.end_sequence:
        return this.endSequence();
      case DW_LNE.set_address:
        this.address = body.unsigned(length - 1);
        return;
      case DW_LNE.define_file: {
        const name = body.cString();
        const { files, directories, compilationDirectory } = this.header;
        files.push(readFile2(this.context, body, name, directories, compilationDirectory));
      }
    }
  }
}
