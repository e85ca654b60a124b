import { statementRows } from '../dwarf/statement-rows.ts';
import { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { Op } from '../wasm-binary/instructions.ts';
import { readLiteralBlocks } from '../wasm-binary/literal-blocks.ts';
import { readModule, ValueType, type Module } from '../wasm-binary/module.ts';
import { SectionId, writeHeader, writeSection } from '../wasm-binary/sections.ts';
import { AccessProbes } from './access-probes.ts';
import { BlockTypes } from './block-types.ts';
import { BranchHints, type BranchHint } from './branch-hints.ts';
import { CallAdapters } from './call-adapters.ts';
import { FunctionRewriter } from './function-rewriter.ts';
import { FollowedFunctions } from './followed-functions.ts';
import { functionRoles } from './function-roles.ts';
import { importsWithMemory } from './memory-import.ts';
import { isPrecise, type Instrumented, type InstrumentOptions } from './options.ts';
import { findShim } from './shim-functions.ts';
import { PreciseRewriter } from './precise-rewriter.ts';
import { ProgramObjects } from './program-objects.ts';
import { QuietFunctions, toldByCaller } from './quiet-functions.ts';
import type { RewriteContext } from './rewrite-context.ts';
import { SiteBuilder } from './sites.ts';
import { UnfollowedRewriter } from './unfollowed-rewriter.ts';

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

function exportedConstant(module: Module, name: string): number | undefined {
  const found = module.exports.find((e) => e.kind === 3 && e.name === name);
  return found && module.globals[found.index - module.importedGlobals]?.constant;
}

function codeBytes(module: Module): number {
  return (module.bodies.at(-1)?.end ?? module.codeStart) - module.codeStart;
}

/** The program calls sigaltstack. */
export const hasSignalStack = ({ exports }: Module): boolean =>
  exports.some(({ name }) => name === '__heapscope_signal_stack');

function makeContext(module: Module, options: InstrumentOptions, blockTypes: BlockTypes): RewriteContext {
  const shim = findShim(module);
  if (!shim) throw new NotLinkedWithShim();
  const roles = functionRoles(module, options.debug);
  let stackPointer = 0;
  let threadLocals = -1;
  for (const [index, name] of module.names.globals)
    if (name === '__stack_pointer') stackPointer = index;
    else if (name === '__tls_base') threadLocals = index;
  const followed = new FollowedFunctions(module, roles, options.follows);
  const quiet = new QuietFunctions(module);
  return {
    module,
    options,
    shim,
    sites: new SiteBuilder(codeBytes(module)),
    handlesSignals: module.exports.some(({ name }) => name === '__heapscope_fault_signal'),
    hasSignalStack: hasSignalStack(module),
    roles,
    followed,
    quiet,
    isToldByCaller: toldByCaller({ module, options, roles, followed, quiet }),
    objects: new ProgramObjects(options.debug, module.globals[threadLocals - module.importedGlobals]?.constant),
    literals: readLiteralBlocks(module.bytes, module.sections),
    threadLocals,
    stackPointer,
    stackHigh:
      exportedConstant(module, '__stack_high') ?? module.globals[stackPointer - module.importedGlobals]?.constant ?? 0,
    globalBase: exportedConstant(module, '__global_base') ?? 0,
    heapBase: exportedConstant(module, '__heap_base') ?? 0,
    statements: Uint32Array.from(statementRows(options.debug), (row) => row.code),
    callAdapters: new CallAdapters(module, isPrecise(options.density)),
    blockType: (typeIndex) => blockTypes.blockType(typeIndex),
  };
}

type Rewriter = Pick<FunctionRewriter, 'rewrite' | 'frameBytes' | 'hints'>;

/** Each function by the rewriter that is for it. */
class PartlyPreciseRewriter implements Rewriter {
  private readonly precise: PreciseRewriter;
  private readonly unfollowed: UnfollowedRewriter;
  private last: Rewriter;

  constructor(private readonly context: RewriteContext) {
    this.precise = new PreciseRewriter(context);
    this.last = this.unfollowed = new UnfollowedRewriter(context);
  }

  get frameBytes(): number {
    return this.last.frameBytes;
  }
  get hints(): readonly BranchHint[] {
    return this.last.hints;
  }

  rewrite(...[position, ...rest]: Parameters<Rewriter['rewrite']>): void {
    const { followed, module } = this.context;
    const index = position + module.importedFunctions;
    this.last = followed.isPrograms(index) && !followed.has(index) ? this.unfollowed : this.precise;
    this.last.rewrite(position, ...rest);
  }
}

function rewriterFor(context: RewriteContext): Rewriter {
  if (!isPrecise(context.options.density))
    return new FunctionRewriter(context, (scope, out) => new AccessProbes(scope, out));
  return context.followed.all ? new PreciseRewriter(context) : new PartlyPreciseRewriter(context);
}

/** The globals, of which each thread sets `__tls_base` to where its own variables are. */
function globalSection({ bytes, sections, globals, importedGlobals, exports }: Module): Uint8Array | undefined {
  const section = sections.find(({ id }) => id === SectionId.global);
  const exported = exports.find(({ name }) => name === '__tls_base');
  const base = exported && globals[exported.index - importedGlobals];
  if (!section || !base) return undefined;
  const contents = bytes.slice(section.contentStart, section.end);
  contents[base.mutableAt - section.contentStart] = 1;
  return contents;
}

/** The bodies, without their number; those of adapters and stubs have no place in the original module. */
function functionBodies(
  { module, callAdapters }: RewriteContext,
  rewriter: ReturnType<typeof rewriterFor>,
  frameBytes: Uint32Array,
): { contents: ByteWriter; positions: CodePosition[]; hints: BranchHints } {
  const contents = new ByteWriter(module.bytes.length * 4);
  const body = new ByteWriter(4096);
  const positions: CodePosition[] = [];
  const hints = new BranchHints();
  const append = (bytes: Uint8Array): void => {
    contents.u32(bytes.length);
    contents.raw(bytes);
  };
  for (let position = 0; position < module.bodies.length; position++) {
    const stub = callAdapters.bodyOfStub(position + module.importedFunctions);
    if (stub) {
      append(stub);
      continue;
    }
    body.clear();
    rewriter.rewrite(position, body);
    frameBytes[position] = rewriter.frameBytes;
    hints.add(position + module.importedFunctions, rewriter.hints);
    append(body.bytes);
    positions.push({ start: contents.length - body.length, end: contents.length, position });
  }
  for (const adapter of callAdapters.build()) append(adapter.body);
  return { contents, positions, hints };
}

/** Sections that grow by the adapters, by id. */
function grownSections({ module, callAdapters }: RewriteContext, bodies: ByteWriter): Map<number, Uint8Array> {
  const sections = new Map<number, Uint8Array>();
  const define = (id: number, write: (out: ByteWriter) => void): void => {
    const out = new ByteWriter();
    write(out);
    sections.set(id, out.bytes);
  };
  const adapters = callAdapters.build();
  const vector = (out: ByteWriter, values: readonly number[]): void => {
    out.u32(values.length);
    for (const value of values) out.u32(value);
  };
  define(SectionId.function, (out) =>
    vector(out, [...module.functionTypes.slice(module.importedFunctions), ...adapters.map((adapter) => adapter.type)]),
  );
  define(SectionId.code, (out) => {
    out.u32(module.bodies.length + adapters.length);
    out.raw(bodies.bytes);
  });
  if (adapters.length === 0) return sections;
  define(SectionId.table, (out) => {
    for (const value of [1, ValueType.funcref, 1]) out.u8(value);
    out.u32(callAdapters.tableSize);
    out.u32(callAdapters.tableSize);
  });
  define(SectionId.element, (out) => {
    const segments = callAdapters.elements();
    out.u32(segments.length);
    for (const { offset, functions } of segments) {
      out.u8(0);
      out.u8(Op.i32Const);
      out.s32(offset);
      out.u8(Op.end);
      vector(out, functions);
    }
  });
  return sections;
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
 * Adds probes to a linked module. Function, global and type indices stay as they are (adapters of calls come after the
 * program's functions); debug sections are left out.
 * Throws `WasmError` for a damaged module, `NotLinkedWithShim` for one without the shim.
 */
export function instrument(wasm: Uint8Array, options: InstrumentOptions): Instrumented {
  const module = readModule(wasm);
  const blockTypes = new BlockTypes(module);
  const context = makeContext(module, options, blockTypes);
  const frameBytes = new Uint32Array(module.bodies.length);
  const { contents, positions, hints } = functionBodies(context, rewriterFor(context), frameBytes);
  const sections = grownSections(context, contents);
  const types = new ByteWriter();
  blockTypes.write(types);
  sections.set(SectionId.type, types.bytes);
  sections.set(SectionId.import, importsWithMemory(module, options.density));
  const globals = options.hasThreads && globalSection(module);
  if (globals) sections.set(SectionId.global, globals);
  const out = new ByteWriter(contents.length + wasm.length);
  let codeStart = 0;
  writeHeader(out);
  for (const section of module.sections) {
    if ((section.id === SectionId.custom && section.name !== 'name') || section.id === SectionId.memory) continue;
    // Whoever rewrites the code again leaves the hints where they don't belong.
    if (section.id === SectionId.code && !options.notesTraps) writeSection(out, SectionId.custom, hints.section());
    const grown = sections.get(section.id);
    if (grown) writeSection(out, section.id, grown);
    else out.copy(wasm, section.start, section.end);
    if (section.id === SectionId.code) codeStart = out.length - contents.length;
  }
  return {
    wasm: out.bytes.slice(),
    density: options.density,
    sites: { ...context.sites.build(), frameBytes: byFunctionIndex(frameBytes, module.importedFunctions) },
    followed: context.followed,
    roles: context.roles,
    module,
    frameBytes,
    locate: locator(context, positions, () => codeStart),
  };
}
