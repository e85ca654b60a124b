import { describe, expect, test } from 'vitest';
import { DW_AT, DW_FORM, DW_LLE, DW_LNE, DW_LNS, DW_OP, DW_RLE, DW_TAG } from './constants.ts';
import type { DebugInfo } from './debug-info.ts';
import { LineFlag } from './debug-info.ts';
import { readDebugInfo } from './read-debug-info.ts';
import type { Bytes } from './testing/assemble.ts';
import { abbreviations, block, moduleWith, sleb, text, u16, u32, uleb, unit } from './testing/assemble.ts';

/** Debug information that clang doesn't write, or not for WebAssembly, but that is in the standard. */

const CODE_SIZE = 0x1000;
const { name, type, byte_size: byteSize } = DW_AT;

function unit4(entries: Bytes): Bytes {
  return unit([u16(4), u32(0), 4, entries]);
}

function unit5(entries: Bytes): Bytes {
  return unit([u16(5), 1, 4, u32(0), entries]);
}

describe('line programs', () => {
  const abbreviation = abbreviations([
    DW_TAG.compile_unit,
    false,
    DW_AT.stmt_list,
    DW_FORM.sec_offset,
    DW_AT.comp_dir,
    DW_FORM.string,
  ]);

  function linesOf(version: number, program: Bytes, opcodeBase = 13): DebugInfo {
    const operandCounts = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 2].slice(0, opcodeBase - 1);
    const tables = [
      text('include'),
      text('/sys'),
      0,
      text('a.c'),
      0,
      0,
      0,
      text('b.h'),
      1,
      0,
      0,
      text('c.h'),
      2,
      0,
      0,
      0,
    ];
    const rest = [1, version >= 4 ? [1] : [], 1, -5, 14, opcodeBase, operandCounts, tables];
    const length = unit(rest) as readonly [Bytes, Bytes];
    const info = unit4([1, u32(0), text('/work')]);
    const sections = { '.debug_abbrev': abbreviation, '.debug_info': info };
    return readDebugInfo(moduleWith(CODE_SIZE, { ...sections, '.debug_line': unit([u16(version), length, program]) }));
  }

  const setAddress = (address: number): Bytes => [0, 5, DW_LNE.set_address, u32(address)];
  const endSequence: Bytes = [0, 1, DW_LNE.end_sequence];

  test.each([2, 3, 4])('version %i: standard, extended and special opcodes', (version) => {
    const info = linesOf(version, [
      setAddress(0x100),
      [DW_LNS.advance_line, sleb(9), DW_LNS.set_column, uleb(300), DW_LNS.copy],
      [DW_LNS.fixed_advance_pc, u16(0x20), DW_LNS.set_file, 2, DW_LNS.set_prologue_end, DW_LNS.copy],
      [DW_LNS.const_add_pc, DW_LNS.set_basic_block, DW_LNS.negate_stmt, DW_LNS.copy],
      // Special: address += 3, line += 2.
      [13 + 3 * 14 + 7],
      [0, 8, DW_LNE.define_file, text('d.h'), 1, 0, 0, DW_LNS.set_file, 4, DW_LNS.set_isa, uleb(999), DW_LNS.copy],
      [0, 2, DW_LNE.set_discriminator, 5, DW_LNS.set_epilogue_begin, DW_LNS.set_file, 3],
      [DW_LNS.advance_pc, uleb(200), DW_LNS.advance_line, sleb(-12), DW_LNS.copy],
      endSequence,
    ]);
    expect(info.problems).toEqual([]);
    expect(info.files).toEqual(['a.c', 'include/b.h', '/sys/c.h', 'include/d.h']);
    const { isStatement, prologueEnd, basicBlock, endSequence: end } = LineFlag;
    expect(rowsOf(info)).toEqual([
      [0x100, 'a.c', 10, 300, isStatement],
      [0x120, 'include/b.h', 10, 300, isStatement | prologueEnd],
      [0x131, 'include/b.h', 10, 300, basicBlock],
      [0x134, 'include/b.h', 12, 300, 0],
      [0x134, 'include/d.h', 12, 300, 0],
      [0x1fc, '/sys/c.h', 0, 300, 0],
      [0x1fc, '/sys/c.h', 0, 300, end],
    ]);
  });

  test('opcodes of later versions are passed over', () => {
    const info = linesOf(4, [setAddress(0x100), 13, uleb(1000), uleb(5), DW_LNS.copy, endSequence], 14);
    expect(rowsOf(info).map(([address]) => address)).toEqual([0x100, 0x100]);
  });

  test('sequences come in the order of their addresses, dropped and overlapping ones not at all', () => {
    const sequence = (address: number, line: number): Bytes => [
      [setAddress(address), DW_LNS.advance_line, sleb(line - 1), DW_LNS.copy, DW_LNS.advance_pc, 16, endSequence],
    ];
    const program = [sequence(0x300, 3), sequence(0, 9), sequence(0xffffffff, 9), sequence(0xfffffffe, 9)];
    const info = linesOf(4, [program, sequence(0x100, 1), sequence(0x200, 2), sequence(0x208, 9)]);
    expect(rowsOf(info).map(([address, , line]) => [address, line])).toEqual([
      [0x100, 1],
      [0x110, 1],
      [0x200, 2],
      [0x210, 2],
      [0x300, 3],
      [0x310, 3],
    ]);
  });

  test('a sequence that goes backwards or leaves the code section is dropped', () => {
    const backwards = [setAddress(0x200), DW_LNS.copy, setAddress(0x100), DW_LNS.copy, endSequence];
    const outside = [setAddress(0x400), DW_LNS.copy, DW_LNS.advance_pc, uleb(CODE_SIZE), endSequence];
    expect(rowsOf(linesOf(4, [backwards, outside]))).toEqual([]);
  });
});

function rowsOf({ lines, files }: DebugInfo): (number | string | undefined)[][] {
  return Array.from(lines.address, (address, row) => [
    address,
    files[lines.file[row] as number],
    lines.line[row],
    lines.column[row],
    lines.flags[row],
  ]);
}

describe('types', () => {
  test('bit-fields by DW_AT_bit_offset count from the top of their storage unit', () => {
    const info = readDebugInfo(
      moduleWith(CODE_SIZE, {
        '.debug_abbrev': abbreviations(
          [DW_TAG.compile_unit, true],
          [DW_TAG.structure_type, true, name, DW_FORM.string, byteSize, DW_FORM.data1],
          [
            ...([DW_TAG.member, false] as const),
            ...[name, DW_FORM.string, type, DW_FORM.ref4, byteSize, DW_FORM.data1],
            ...[DW_AT.bit_size, DW_FORM.data1, DW_AT.bit_offset, DW_FORM.data1],
            ...[DW_AT.data_member_location, DW_FORM.udata],
          ],
          [DW_TAG.base_type, false, name, DW_FORM.string, byteSize, DW_FORM.data1, DW_AT.encoding, DW_FORM.data1],
        ),
        // struct s { unsigned a : 3, b : 7; } at offset 8 of a 32-bit unit
        '.debug_info': unit4([
          1,
          [2, text('s'), 12],
          [3, text('a'), u32(0x37), 4, 3, 29, 8],
          [3, text('b'), u32(0x37), 4, 7, 22, 8],
          0,
          [4, text('unsigned int'), 4, 7],
          0,
        ]),
      }),
    );
    expect(info.problems).toEqual([]);
    const struct = info.types.find(({ kind }) => kind === 'struct');
    expect(struct?.kind === 'struct' && struct.members.map(({ offset, bits }) => ({ offset, bits }))).toEqual([
      { offset: 8, bits: { offset: 64, size: 3 } },
      { offset: 8, bits: { offset: 67, size: 7 } },
    ]);
  });

  test('arrays by upper bound, references across units, a structure defined in another unit', () => {
    const table = abbreviations(
      [DW_TAG.compile_unit, true],
      [DW_TAG.variable, false, name, DW_FORM.string, type, DW_FORM.ref_addr, DW_AT.location, DW_FORM.exprloc],
      [DW_TAG.array_type, true, type, DW_FORM.ref4],
      [DW_TAG.subrange_type, false, DW_AT.upper_bound, DW_FORM.data1],
      [DW_TAG.base_type, false, name, DW_FORM.string, byteSize, DW_FORM.data1, DW_AT.encoding, DW_FORM.data1],
      [DW_TAG.structure_type, false, name, DW_FORM.string, DW_AT.declaration, DW_FORM.flag_present],
      [DW_TAG.structure_type, false, name, DW_FORM.string, byteSize, DW_FORM.data2],
    );
    const first = unit4([
      1,
      // 12: the array; 20: int
      [3, u32(20), 4, 9, 0],
      [5, text('int'), 4, 5],
      [6, text('s')],
      0,
    ]);
    const second = unit4([1, [2, text('v'), u32(12), block([DW_OP.addr, u32(0x5000)])], [7, text('s'), u16(500)], 0]);
    const info = readDebugInfo(moduleWith(CODE_SIZE, { '.debug_abbrev': table, '.debug_info': [first, second] }));
    expect(info.problems).toEqual([]);
    const array = info.types[info.globals[0]?.type ?? -1];
    expect(array).toMatchObject({ kind: 'array', dimensions: [{ kind: 'count', count: 10 }] });
    expect(info.types[array?.kind === 'array' ? array.element : -1]).toMatchObject({ name: 'int' });
    const structs = info.types.filter(({ kind }) => kind === 'struct');
    expect(structs).toMatchObject([
      { name: 's', size: 500, isDeclaration: false },
      { name: 's', size: 500, isDeclaration: false },
    ]);
  });
});

describe('ranges and location lists', () => {
  const { rnglists_base: rangesBase, loclists_base: locationsBase } = DW_AT;

  function readFunction5(ranges: Bytes, locations: Bytes): DebugInfo {
    const addresses = [0x100, 0x120, 0x200, 0x230].map(u32);
    return readDebugInfo(
      moduleWith(CODE_SIZE, {
        '.debug_abbrev': abbreviations(
          [
            ...([DW_TAG.compile_unit, true, DW_AT.low_pc, DW_FORM.addr, DW_AT.addr_base, DW_FORM.sec_offset] as const),
            ...[rangesBase, DW_FORM.sec_offset, locationsBase, DW_FORM.sec_offset],
          ],
          [DW_TAG.subprogram, true, name, DW_FORM.string, DW_AT.low_pc, DW_FORM.addr, DW_AT.high_pc, DW_FORM.data4],
          [DW_TAG.lexical_block, true, DW_AT.ranges, DW_FORM.rnglistx],
          [DW_TAG.variable, false, name, DW_FORM.string, DW_AT.location, DW_FORM.loclistx],
        ),
        '.debug_addr': [u32(4 + addresses.length * 4), u16(5), 4, 0, addresses],
        '.debug_rnglists': [unit([u16(5), 4, 0, u32(1), u32(4), ranges])],
        '.debug_loclists': [unit([u16(5), 4, 0, u32(1), u32(4), locations])],
        '.debug_info': unit5([
          [1, u32(0x100), u32(8), u32(12), u32(12)],
          [2, text('f'), u32(0x100), u32(0x800)],
          [3, 0, 4, text('v'), 0, 0],
          [0, 0],
        ]),
      }),
    );
  }

  test('DWARF 5: every kind of entry', () => {
    const lit = (value: number): Bytes => block([DW_OP.lit0 + value, DW_OP.stack_value]);
    const info = readFunction5(
      [
        [DW_RLE.offset_pair, 0x08, 0x10],
        [DW_RLE.startx_endx, 0, 1, DW_RLE.startx_length, 2, 0x10],
        [DW_RLE.base_addressx, 3, DW_RLE.offset_pair, 0, 8],
        [DW_RLE.base_address, u32(0x300), DW_RLE.offset_pair, 1, 2, DW_RLE.offset_pair, 5, 5],
        [DW_RLE.start_end, u32(0x400), u32(0x408), DW_RLE.start_length, u32(0x500), 4],
        // Dropped by the linker, then outside the code section.
        [DW_RLE.start_length, u32(0xffffffff), 4, DW_RLE.start_length, u32(0x2000), 4],
        DW_RLE.end_of_list,
      ],
      [
        [DW_LLE.offset_pair, 0x08, 0x10, lit(1)],
        [DW_LLE.startx_endx, 0, 1, lit(2), DW_LLE.startx_length, 2, 0x10, lit(3)],
        [DW_LLE.base_addressx, 3, DW_LLE.offset_pair, 0, 8, lit(4)],
        [DW_LLE.base_address, u32(0x300), DW_LLE.offset_pair, 1, 2, lit(5)],
        [DW_LLE.start_end, u32(0x400), u32(0x408), lit(6), DW_LLE.start_length, u32(0x500), 4, lit(7)],
        [DW_LLE.default_location, lit(8)],
        DW_LLE.end_of_list,
      ],
    );
    expect(info.problems).toEqual([]);
    const scope = info.functions[0]?.body.scopes[0];
    expect(scope?.ranges).toEqual([
      { low: 0x100, high: 0x120 },
      { low: 0x108, high: 0x110 },
      { low: 0x200, high: 0x210 },
      { low: 0x230, high: 0x238 },
      { low: 0x301, high: 0x302 },
      { low: 0x400, high: 0x408 },
      { low: 0x500, high: 0x504 },
    ]);
    const location = scope?.variables[0]?.location;
    expect(location?.kind === 'list' && location.entries.map(({ low, high, bytes }) => [low, high, bytes[0]])).toEqual([
      [0x108, 0x110, DW_OP.lit0 + 1],
      [0x100, 0x120, DW_OP.lit0 + 2],
      [0x200, 0x210, DW_OP.lit0 + 3],
      [0x230, 0x238, DW_OP.lit0 + 4],
      [0x301, 0x302, DW_OP.lit0 + 5],
      [0x400, 0x408, DW_OP.lit0 + 6],
      [0x500, 0x504, DW_OP.lit0 + 7],
      [1, CODE_SIZE, DW_OP.lit0 + 8],
    ]);
  });

  test('DWARF 4: pairs of addresses, with a base address selected in the list', () => {
    const expression = (value: number): Bytes => [u16(2), DW_OP.lit0 + value, DW_OP.stack_value];
    const info = readDebugInfo(
      moduleWith(CODE_SIZE, {
        '.debug_abbrev': abbreviations(
          [DW_TAG.compile_unit, true, DW_AT.low_pc, DW_FORM.addr],
          [DW_TAG.subprogram, true, name, DW_FORM.string, DW_AT.ranges, DW_FORM.sec_offset],
          [DW_TAG.variable, false, name, DW_FORM.string, DW_AT.location, DW_FORM.sec_offset],
        ),
        '.debug_ranges': [
          [u32(0x20), u32(0x30), u32(0xffffffff), u32(0x200), u32(0x10), u32(0x40)],
          // Dropped by the linker.
          [u32(0xfffffffe), u32(0xfffffffe), u32(0), u32(0)],
        ],
        '.debug_loc': [
          [u32(0x20), u32(0x28), expression(1), u32(0xffffffff), u32(0x200), u32(0x10), u32(0x40), expression(2)],
          [u32(0xfffffffe), u32(0xfffffffe), expression(3), u32(0), u32(0)],
        ],
        '.debug_info': unit4([[1, u32(0x100)], [2, text('f'), u32(0)], [3, text('v'), u32(0)], 0, 0]),
      }),
    );
    expect(info.problems).toEqual([]);
    const [f] = info.functions;
    expect(f?.body.ranges).toEqual([
      { low: 0x120, high: 0x130 },
      { low: 0x210, high: 0x240 },
    ]);
    const location = f?.body.variables[0]?.location;
    expect(location?.kind === 'list' && location.entries.map(({ low, high, bytes }) => [low, high, bytes[0]])).toEqual([
      [0x120, 0x128, DW_OP.lit0 + 1],
      [0x210, 0x240, DW_OP.lit0 + 2],
    ]);
  });
});
