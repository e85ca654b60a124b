import { attributeOf, blockOf, flagOf, numberOf, ownerOf, referenceOf, stringOf, withOrigins } from './attributes.ts';
import { DW_AT, DW_OP, DW_TAG } from './constants.ts';
import type { CodeRange, FileId, FunctionInfo, InlinedCall, Location, Scope, Variable } from './debug-info.ts';
import { asProblem } from './debug-sections.ts';
import type { Entry } from './entries.ts';
import { readOperations } from './expressions.ts';
import { rangesOf } from './ranges.ts';
import { readLocation } from './read-location.ts';
import type { TypeReader } from './read-types.ts';

/** Reads subprograms, their scopes, and variables; collects those with static duration wherever they are declared. */
export class FunctionReader {
  readonly functions: FunctionInfo[] = [];
  readonly globals: Variable[] = [];
  readonly literals: Variable[] = [];
  /** Statics of a function that was inlined are met once per instance. */
  private readonly statics = new Map<Entry, Variable>();

  constructor(private readonly types: TypeReader) {}

  /** The children of a unit's own entry. */
  readUnit(root: Entry): void {
    for (const entry of root.children) {
      try {
        if (entry.tag === DW_TAG.subprogram) this.subprogram(entry);
        else if (entry.tag === DW_TAG.variable) this.fileScopeVariable(entry);
        else if (isType(entry.tag)) this.types.idOf(entry);
      } catch (error) {
        root.unit.context.problems.push(asProblem(error));
      }
    }
  }

  private fileScopeVariable(entry: Entry): void {
    if (flagOf(entry, DW_AT.declaration)) return;
    const variable = this.variable(entry, undefined);
    // Without a place nor a value it was dropped, by the compiler or by the linker.
    if (variable.location.kind === 'none') return;
    (variable.name === '' ? this.literals : this.globals).push(variable);
  }

  private subprogram(entry: Entry): void {
    const name = inheritedString(entry, DW_AT.name) ?? '';
    const ranges = rangesOf(entry);
    const first = ranges[0];
    const last = ranges.at(-1);
    if (!first || !last) {
      // An abstract instance, a declaration, or dropped code. Its statics may still live, in inlined instances.
      return;
    }
    const body = this.scope(entry, ranges, name, undefined);
    this.functions.push({
      low: first.low,
      high: last.high,
      name,
      file: fileOf(entry, DW_AT.decl_file),
      line: inheritedNumber(entry, DW_AT.decl_line),
      frameBaseLocal: frameBaseLocal(entry),
      type: this.types.add(this.types.functionType(completeSignature(entry))),
      isStatic: !ownerOf(entry, DW_AT.external),
      isVariadic: entry.children.some((child) => child.tag === DW_TAG.unspecified_parameters),
      body,
    });
  }

  /** `entry` is a subprogram, an inlined subroutine or a lexical block with code. */
  private scope(entry: Entry, ranges: CodeRange[], functionName: string, inlined: InlinedCall | undefined): Scope {
    const variables: Variable[] = [];
    const scopes: Scope[] = [];
    const seen = new Set<Entry>();
    for (const child of entry.children) {
      if (isVariable(child.tag)) {
        const origin = referenceOf(child, DW_AT.abstract_origin);
        if (origin) seen.add(origin);
        this.addVariable(child, functionName, variables);
      } else if (child.tag === DW_TAG.lexical_block) {
        const inner = rangesOf(child);
        if (inner.length > 0) scopes.push(this.scope(child, inner, functionName, undefined));
      } else if (child.tag === DW_TAG.inlined_subroutine) {
        const inner = rangesOf(child);
        const call = inlinedCall(child);
        if (inner.length > 0) scopes.push(this.scope(child, inner, call.name, call));
      }
    }
    this.addOptimisedOut(entry, seen, functionName, variables);
    return { ranges, variables, scopes, inlined };
  }

  /** What the abstract instance declares and this instance doesn't mention: statics, and what was optimised out. */
  private addOptimisedOut(entry: Entry, seen: ReadonlySet<Entry>, functionName: string, variables: Variable[]): void {
    const origin = referenceOf(entry, DW_AT.abstract_origin);
    for (const child of origin?.children ?? []) {
      if (isVariable(child.tag) && !seen.has(child)) this.addVariable(child, functionName, variables);
    }
  }

  private addVariable(entry: Entry, functionName: string, variables: Variable[]): void {
    if (flagOf(entry, DW_AT.declaration)) return;
    try {
      const known = this.statics.get(entry);
      const variable = known ?? this.variable(entry, functionName);
      variables.push(variable);
      if (known || !variable.isStatic) return;
      this.statics.set(entry, variable);
      this.globals.push(variable);
    } catch (error) {
      entry.unit.context.problems.push(asProblem(error));
    }
  }

  /** A variable or parameter; `functionName` undefined at file scope. */
  private variable(entry: Entry, functionName: string | undefined): Variable {
    const owner = ownerOf(entry, DW_AT.location) ?? entry;
    const location = constantOf(entry) ?? readLocation(owner, DW_AT.location);
    const isStatic = functionName === undefined || location.kind === 'address';
    const typed = ownerOf(entry, DW_AT.type);
    const variable: Variable = {
      name: inheritedString(entry, DW_AT.name) ?? '',
      type: typed ? this.types.typeOf(typed) : 0,
      file: fileOf(entry, DW_AT.decl_file),
      line: inheritedNumber(entry, DW_AT.decl_line),
      isParameter: entry.tag === DW_TAG.formal_parameter,
      isStatic,
      location,
    };
    return isStatic && functionName !== undefined ? { ...variable, inFunction: functionName } : variable;
  }
}

function isVariable(tag: number): boolean {
  return tag === DW_TAG.variable || tag === DW_TAG.formal_parameter;
}

function isType(tag: number): boolean {
  return (
    tag === DW_TAG.structure_type ||
    tag === DW_TAG.union_type ||
    tag === DW_TAG.enumeration_type ||
    tag === DW_TAG.typedef
  );
}

function inheritedString(entry: Entry, attribute: number): string | undefined {
  const owner = ownerOf(entry, attribute);
  return owner && stringOf(owner, attribute);
}

function inheritedNumber(entry: Entry, attribute: number): number {
  const owner = ownerOf(entry, attribute);
  return (owner && numberOf(owner, attribute)) ?? 0;
}

function fileOf(entry: Entry, attribute: number): FileId {
  const owner = ownerOf(entry, attribute);
  const number = owner && numberOf(owner, attribute);
  const files = (owner ?? entry).unit.files;
  return files[number ?? 0] ?? files[0] ?? 0;
}

/** An out-of-line instance of an inlined function leaves prototype and type to its abstract instance. */
function completeSignature(entry: Entry): Entry {
  return referenceOf(entry, DW_AT.abstract_origin) ?? entry;
}

function inlinedCall(entry: Entry): InlinedCall {
  return {
    name: inheritedString(entry, DW_AT.name) ?? '',
    declFile: fileOf(entry, DW_AT.decl_file),
    declLine: inheritedNumber(entry, DW_AT.decl_line),
    callFile: entry.unit.files[numberOf(entry, DW_AT.call_file) ?? 0] ?? 0,
    callLine: numberOf(entry, DW_AT.call_line) ?? 0,
    callColumn: numberOf(entry, DW_AT.call_column) ?? 0,
  };
}

/** `DW_OP_WASM_location 0 n`, with or without DW_OP_stack_value: the local holds the frame base. */
function frameBaseLocal(entry: Entry): number | undefined {
  const bytes = blockOf(entry, DW_AT.frame_base);
  const [base] = bytes ? readOperations(bytes, entry.unit.addressSize, entry.unit.offsetSize) : [];
  if (base?.code !== DW_OP.WASM_location || base.operands[0] !== 0) return undefined;
  return Number(base.operands[1]);
}

/** DW_AT_const_value: a number, or the bytes of a larger object. */
function constantOf(entry: Entry): Location | undefined {
  for (const candidate of withOrigins(entry)) {
    const value = attributeOf(candidate, DW_AT.const_value);
    if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'constant', value: BigInt(value) };
    if (value && value.length < 0x80) {
      return { kind: 'expression', bytes: Uint8Array.of(DW_OP.implicit_value, value.length, ...value) };
    }
  }
  return undefined;
}
