import { statementRows } from '../dwarf/statement-rows.ts';
import { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { EMPTY_BLOCK, InstructionReader, readLocals } from '../wasm-binary/instructions.ts';
import { readModule, type FunctionType, type Module } from '../wasm-binary/module.ts';
import { SectionId, writeHeader, writeSection } from '../wasm-binary/sections.ts';
import { AccessProbes } from './access-probes.ts';
import { FunctionRewriter } from './function-rewriter.ts';
import { functionRoles } from './function-roles.ts';
import { Layout, WASM_PAGE_BYTES } from './memory-layout.ts';
import { isPrecise, type Density, type Instrumented, type InstrumentOptions } from './options.ts';
import { findShim } from './shim-functions.ts';
import { PreciseRewriter } from './precise-rewriter.ts';
import type { RewriteContext } from './rewrite-context.ts';
import { SiteBuilder } from './sites.ts';

/** Thrown for a module that was not linked with the shim. */
export class NotLinkedWithShim extends Error {
  constructor() {
    super('the module was linked without the allocator shim, so there is nothing to report to');
    this.name = 'NotLinkedWithShim';
  }
}

interface CodePosition {
  /** Offset of the body in the new module. */
  readonly start: number;
  readonly end: number;
  readonly position: number;
}

/** The types section with block types for functions of several results. */
class BlockTypes {
  readonly types: FunctionType[];
  private readonly byResults = new Map<string, number>();
  constructor(private readonly module: Module) {
    this.types = [...module.types];
  }

  /** As an s33 block type: empty, a value type, or the index of a type without parameters. */
  blockType(typeIndex: number): number {
    const { results } = this.module.types[typeIndex]!;
    if (results.length === 0) return EMPTY_BLOCK - 0x80;
    if (results.length === 1) return results[0]! - 0x80;
    const key = results.join();
    let index = this.byResults.get(key);
    if (index === undefined) {
      index = this.types.length;
      this.types.push({ parameters: [], results });
      this.byResults.set(key, index);
    }
    return index;
  }

  write(out: ByteWriter): void {
    out.u32(this.types.length);
    for (const { parameters, results } of this.types) {
      out.u8(0x60);
      out.u32(parameters.length);
      for (const type of parameters) out.u8(type);
      out.u32(results.length);
      for (const type of results) out.u8(type);
    }
  }
}

function exportedConstant(module: Module, name: string): number | undefined {
  const found = module.exports.find((e) => e.kind === 3 && e.name === name);
  return found && module.globals[found.index - module.importedGlobals]?.constant;
}

function codeBytes(module: Module): number {
  return (module.bodies.at(-1)?.end ?? module.codeStart) - module.codeStart;
}

function makeContext(module: Module, options: InstrumentOptions, blockTypes: BlockTypes): RewriteContext {
  const shim = findShim(module);
  if (!shim) throw new NotLinkedWithShim();
  let stackPointer = 0;
  for (const [index, name] of module.names.globals) if (name === '__stack_pointer') stackPointer = index;
  return {
    module,
    options,
    shim,
    sites: new SiteBuilder(codeBytes(module)),
    roles: functionRoles(module, options.debug),
    stackPointer,
    stackHigh:
      exportedConstant(module, '__stack_high') ?? module.globals[stackPointer - module.importedGlobals]?.constant ?? 0,
    globalBase: exportedConstant(module, '__global_base') ?? 0,
    heapBase: exportedConstant(module, '__heap_base') ?? 0,
    statements: Uint32Array.from(statementRows(options.debug), (row) => row.code),
    blockType: (typeIndex) => blockTypes.blockType(typeIndex),
  };
}

function rewriterFor(context: RewriteContext): Pick<FunctionRewriter, 'rewrite' | 'frameBytes'> {
  return isPrecise(context.options.density)
    ? new PreciseRewriter(context)
    : new FunctionRewriter(context, (scope, out) => new AccessProbes(scope, out));
}

/** The one memory, exactly as large as program memory and shadow together. */
function memorySection(density: Density): Uint8Array {
  const pages = ((isPrecise(density) ? 3 : 2) * Layout.LIMIT) / WASM_PAGE_BYTES;
  const out = new ByteWriter(16);
  out.u32(1);
  out.u8(1);
  out.u32(pages);
  out.u32(pages);
  return out.bytes;
}

function codeSection(
  module: Module,
  rewriter: ReturnType<typeof rewriterFor>,
  frameBytes: Uint32Array,
): { contents: ByteWriter; positions: CodePosition[] } {
  const contents = new ByteWriter(module.bytes.length * 4);
  const body = new ByteWriter(4096);
  const positions: CodePosition[] = [];
  contents.u32(module.bodies.length);
  for (let position = 0; position < module.bodies.length; position++) {
    body.clear();
    rewriter.rewrite(position, body);
    frameBytes[position] = rewriter.frameBytes;
    contents.u32(body.length);
    positions.push({ start: contents.length, end: contents.length + body.length, position });
    contents.raw(body.bytes);
  }
  return { contents, positions };
}

/** Maps an offset in the new module back, by rewriting its function once more with marks. */
function locator(
  context: RewriteContext,
  positions: readonly CodePosition[],
  codeStart: () => number,
): Instrumented['locate'] {
  return (newOffset) => {
    const offset = newOffset - codeStart();
    const found = positions.find((p) => p.start <= offset && offset < p.end);
    if (!found) return undefined;
    const rewriter = rewriterFor({ ...context, sites: new SiteBuilder(codeBytes(context.module)) });
    let code = -1;
    rewriter.rewrite(found.position, new ByteWriter(), (old, now) => {
      if (found.start + now <= offset) code = old - context.module.codeStart;
    });
    return code < 0 ? undefined : { code, functionIndex: found.position + context.module.importedFunctions };
  };
}

function byFunctionIndex(values: Uint32Array, importedFunctions: number): Uint32Array {
  const shifted = new Uint32Array(values.length + importedFunctions);
  shifted.set(values, importedFunctions);
  return shifted;
}

/**
 * Adds probes to a linked module. Function, global and type indices stay as they are; debug sections are left out.
 * Throws `WasmError` for a damaged module, `NotLinkedWithShim` for one without the shim.
 */
export function instrument(wasm: Uint8Array, options: InstrumentOptions): Instrumented {
  const module = readModule(wasm);
  const blockTypes = new BlockTypes(module);
  const context = makeContext(module, options, blockTypes);
  const frameBytes = new Uint32Array(module.bodies.length);
  const { contents, positions } = codeSection(module, rewriterFor(context), frameBytes);
  const out = new ByteWriter(contents.length + wasm.length);
  let codeStart = 0;
  writeHeader(out);
  for (const section of module.sections) {
    if (section.id === SectionId.custom && section.name !== 'name') continue;
    if (section.id === SectionId.type) {
      const types = new ByteWriter();
      blockTypes.write(types);
      writeSection(out, section.id, types.bytes);
    } else if (section.id === SectionId.memory) writeSection(out, section.id, memorySection(options.density));
    else if (section.id === SectionId.code) {
      writeSection(out, section.id, contents.bytes);
      codeStart = out.length - contents.length;
    } else out.copy(wasm, section.start, section.end);
  }
  return {
    wasm: out.bytes.slice(),
    sites: { ...context.sites.build(), frameBytes: byFunctionIndex(frameBytes, module.importedFunctions) },
    roles: context.roles,
    module,
    frameBytes,
    locate: locator(context, positions, () => codeStart),
  };
}

/**
 * The module with every instruction decoded and written again, and no probe: byte for byte the input. The walk that the probes
 * hang on loses nothing.
 */
export function reencode(wasm: Uint8Array): Uint8Array {
  const module = readModule(wasm);
  const out = new ByteWriter(wasm.length);
  writeHeader(out);
  for (const section of module.sections) {
    if (section.id !== SectionId.code) out.copy(wasm, section.start, section.end);
    else {
      let from = section.start;
      for (const body of module.bodies) {
        const { codeStart } = readLocals(wasm, body.start, body.end);
        out.copy(wasm, from, codeStart);
        const i = new InstructionReader(wasm, codeStart, body.end);
        while (i.next()) out.copy(wasm, i.start, i.end);
        from = body.end;
      }
    }
  }
  return out.bytes.slice();
}
