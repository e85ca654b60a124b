import type { DebugInfo, Dimension, Type, TypeId } from './debug-info.ts';
import { isQualifier } from './size-of.ts';

/** More parts than any declaration has; damaged data can make circles. */
const MAX_PARTS = 1000;

/** A type as a programmer writes it where no name is declared: `int (*)(const char *)`, `struct node *[4]`. */
export function typeName(info: DebugInfo, type: TypeId): string {
  return declare(info, type, '');
}

/** A declaration of `name` with this type, without the semicolon: `char buf[8]`, `int (*compare)(const void *, const void *)`. */
export function declare(info: DebugInfo, type: TypeId, name: string): string {
  return declareDimensions(info, type, 0, name);
}

/**
 * The same for an array without its first dimensions: the rows of a matrix have no type entry of their own. `countOf` knows how long
 * arrays of variable length are now: those read `int[3]`, others `int[*]`.
 */
export function declareDimensions(
  info: DebugInfo,
  type: TypeId,
  skippedDimensions: number,
  name: string,
  countOf?: CountOf,
): string {
  return new Declarator(info, name, { left: MAX_PARTS }, countOf).declare(type, skippedDimensions);
}

type CountOf = (dimension: Extract<Dimension, { kind: 'variable' }>) => number | undefined;

/**
 * Works from the name outwards, as the declaration is read: each pointer goes before what there is, each array and
 * function behind it, in parentheses where a pointer came before.
 */
class Declarator {
  constructor(
    private readonly info: DebugInfo,
    private text: string,
    private readonly parts: { left: number },
    private readonly countOf?: CountOf,
  ) {}

  declare(type: TypeId, skippedDimensions: number): string {
    let id = type;
    let skip = skippedDimensions;
    const qualifiers: string[] = [];
    while (this.parts.left-- > 0) {
      const current = this.info.types[id];
      if (!current) break;
      if (isQualifier(current)) {
        qualifiers.push(QUALIFIERS[current.kind]);
        id = current.target;
      } else if (current.kind === 'pointer') {
        this.pointer(qualifiers.splice(0));
        id = current.target;
      } else if (current.kind === 'array') {
        const dimensions = current.dimensions.slice(skip);
        this.suffix(dimensions.map((each) => brackets(each, this.countOf)).join(''));
        skip = 0;
        id = current.element;
      } else if (current.kind === 'function') {
        this.suffix(this.parameterList(current));
        id = current.returns;
      } else return this.finish([...qualifiers, specifier(current)].join(' '));
    }
    return this.finish('...');
  }

  private pointer(qualifiers: readonly string[]): void {
    const space = qualifiers.length > 0 && /^[\w*]/.test(this.text) ? ' ' : '';
    this.text = `*${qualifiers.join(' ')}${space}${this.text}`;
  }

  private suffix(suffix: string): void {
    this.text = this.text.startsWith('*') ? `(${this.text})${suffix}` : this.text + suffix;
  }

  private parameterList(type: Extract<Type, { kind: 'function' }>): string {
    const { info, parts } = this;
    const parameters = type.parameters.map((parameter) => new Declarator(info, '', parts).declare(parameter, 0));
    if (type.isVariadic && type.isPrototyped) parameters.push('...');
    if (parameters.length === 0 && type.isPrototyped) parameters.push('void');
    return `(${parameters.join(', ')})`;
  }

  private finish(specifiers: string): string {
    const space = this.text === '' || this.text.startsWith('[') ? '' : ' ';
    return specifiers + space + this.text;
  }
}

const QUALIFIERS = { const: 'const', volatile: 'volatile', restrict: 'restrict', atomic: '_Atomic' } as const;

function brackets(dimension: Dimension, countOf?: CountOf): string {
  if (dimension.kind === 'count') return `[${dimension.count}]`;
  return dimension.kind === 'variable' ? `[${countOf?.(dimension) ?? '*'}]` : '[]';
}

const COMPLEX: Readonly<Record<number, string>> = {
  8: 'float _Complex',
  16: 'double _Complex',
  32: 'long double _Complex',
};

function specifier(type: Type): string {
  switch (type.kind) {
    case 'base':
      return (type.encoding === 'complex-float' ? COMPLEX[type.size] : undefined) ?? type.name;
    case 'typedef':
      return type.name;
    case 'struct':
    case 'union':
    case 'enum':
      return type.name === '' ? `${type.kind} {...}` : `${type.kind} ${type.name}`;
    default:
      return 'void';
  }
}
