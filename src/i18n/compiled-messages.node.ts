/** Compiles the messages of catalogues where pages are built: `say('Rename {file}', { file })` becomes `('Rename ' + file)`. */
import MessageFormat from '@messageformat/core';
import moduleCompiler from '@messageformat/core/lib/compile-module.js';
import { parseAst, type Plugin } from 'vite';

/** What compiled messages import: the development server must know it before it meets the first. */
const RUNTIME = ['@messageformat/runtime', '@messageformat/runtime/lib/cardinals'];
/** The function of `say.ts`. */
const MAKER = 'messagesIn';
/** Needs no brackets in a sum. */
const CLOSED = /^(Identifier|MemberExpression|CallExpression|Literal|TemplateLiteral)$/;

export function compiledMessages(): Plugin {
  return {
    name: 'heapscope-compiled-messages',
    config: () => ({ optimizeDeps: { include: RUNTIME } }),
    transform: {
      filter: { id: { exclude: /\/i18n\/say\.ts$/ }, code: `${MAKER}(` },
      handler: (code, id) => ({ code: compileMessages(code, id), map: null }),
    },
  };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

interface Call extends Node {
  readonly message: string;
  readonly given: ReadonlyMap<string, Node>;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A module in JavaScript, with code in the place of its messages. Throws where one is no message, mentions what it is not given, or is
 * given what it does not mention: types see the most of that, this sees all.
 */
export function compileMessages(code: string, file: string): string {
  const nodes = [...nodesIn(parseAst(code))];
  const made = nodes.find(({ type, init }) => type === 'VariableDeclarator' && isCallOf(init, MAKER));
  if (!made) throw new Error(`${file}: expected const say = ${MAKER}('TAG')`);
  const name = nameOf(made['id']);
  const calls = nodes.filter((node) => isCallOf(node, name)).map((node) => callOf(node, code, file));
  const { imports, texts } = compiledBy(nameOf((argumentsOf(made['init']) ?? [])[0]), calls);

  /** The source of a part of the module. */
  const rewritten = (start: number, end: number): string => {
    const within = calls.filter((call) => call.start >= start && call.end <= end);
    const outermost = within.filter(
      (call) => !within.some((other) => other.start < call.start && call.end <= other.end),
    );
    return edited(
      code,
      start,
      end,
      outermost.map((call) => ({ start: call.start, end: call.end, text: inPlaceOf(call) })),
    );
  };
  const inPlaceOf = (call: Call): string => {
    const { start, end, edits, mentions } = texts[calls.indexOf(call)]!;
    const unused = [...call.given.keys()].filter((given) => !mentions.some((mention) => mention.name === given));
    if (unused.length > 0) throw new Error(`${file}: “${call.message}” does not mention ${unused.join(', ')}`);
    const values = mentions.map((mention) => {
      const value = call.given.get(mention.name);
      if (!value) throw new Error(`${file}: “${call.message}” is not given ${mention.name}`);
      const source = rewritten(value.start, value.end);
      return { ...mention, text: mention.text + (CLOSED.test(value.type) ? source : `(${source})`) };
    });
    return `(${edited(imports.code, start, end, [...edits, ...values])})`;
  };
  const unneeded = nodes.filter(
    (node) =>
      (node.type === 'VariableDeclaration' && (node['declarations'] as Node[]).includes(made)) ||
      (node.type === 'ImportDeclaration' &&
        (node['specifiers'] as Node[]).some(({ imported }) => nameOf(imported) === MAKER)),
  );
  let text = imports.text;
  let at = 0;
  for (const { start, end } of unneeded) {
    text += rewritten(at, start);
    at = end;
  }
  return text + rewritten(at, code.length);
}

/** The library's code for a message: an expression in which `d` has the values. */
interface Compiled {
  readonly start: number;
  readonly end: number;
  /** Each `d.NAME`; `text` goes before the value. */
  readonly mentions: readonly (Edit & { readonly name: string })[];
  readonly edits: readonly Edit[];
}

/** What the library makes of all messages of a module. Its imports get names that no catalogue has: one is called `en`. */
function compiledBy(
  tag: string,
  calls: readonly Call[],
): { imports: { code: string; text: string }; texts: Compiled[] } {
  const format = new MessageFormat(tag, { strictPluralKeys: true });
  const compileModule = (moduleCompiler as unknown as { default?: typeof moduleCompiler }).default ?? moduleCompiler;
  const code = compileModule(format, Object.fromEntries(calls.map(({ message }, i) => [`m${i}`, message])));
  const nodes = [...nodesIn(parseAst(code))];
  const declarations = nodes.filter(({ type }) => type === 'ImportDeclaration');
  const imported = nodes.filter(({ type }) => type === 'ImportSpecifier').map(({ local }) => local as Node);
  const renamed = ({ start, end }: Node): Edit => ({ start, end, text: `icu$${code.slice(start, end)}` });
  const text = declarations.map((each) => {
    const inIt = imported.filter(({ start }) => start > each.start && start < each.end);
    return edited(
      code,
      each.start,
      each.end,
      inIt.map((local) => ({ ...renamed(local), text: `${nameOf(local)} as ${renamed(local).text}` })),
    );
  });
  const names = new Set(imported.map(nameOf));
  const functions = nodes.filter(({ type }) => type === 'ArrowFunctionExpression').map(({ body }) => body as Node);
  const texts = functions.map((body): Compiled => {
    const inBody = [...nodesIn(body)];
    const keys = new Set(inBody.flatMap(({ key, property }) => [key, property]));
    const sums = inBody.filter(
      ({ type, left, right }) => type === 'BinaryExpression' && isMention(left) && isMention(right),
    );
    const mentions = inBody.filter(isMention).map((node) => {
      // Two numbers would be added.
      const before = sums.some(({ left }) => left === node) ? '"" + ' : '';
      return { start: node.start, end: node.end, text: before, name: nameOf(node['property']) };
    });
    const edits = inBody
      .filter((node) => node.type === 'Identifier' && names.has(nameOf(node)) && !keys.has(node))
      .map(renamed);
    return { start: body.start, end: body.end, mentions, edits };
  });
  return { imports: { code, text: text.map((each) => `${each}\n`).join('') }, texts };
}

function callOf(node: Node, code: string, file: string): Call {
  const [message, values] = argumentsOf(node) ?? [];
  const given = values?.['properties'] as Node[] | undefined;
  if (typeof message?.['value'] !== 'string' || !given?.every(({ type }) => type === 'Property'))
    throw new Error(`${file}: a message and what it is given must be written out: ${code.slice(node.start, node.end)}`);
  return {
    ...node,
    message: message['value'],
    given: new Map(given.map(({ key, value }) => [nameOf(key), value as Node])),
  };
}

/** A part of `code` with these parts of it replaced. */
function edited(code: string, start: number, end: number, edits: readonly Edit[]): string {
  let text = '';
  let at = start;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    text += code.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + code.slice(at, end);
}

function* nodesIn(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const each of node as unknown[]) yield* nodesIn(each);
  if (typeof node !== 'object' || node === null || !('type' in node)) return;
  yield node as Node;
  for (const field of Object.values(node)) yield* nodesIn(field);
}

function argumentsOf(call: unknown): readonly Node[] | undefined {
  return (call as { readonly arguments?: readonly Node[] }).arguments;
}

/** Of an identifier; the value of a literal. */
function nameOf(node: unknown): string {
  const { type, name, value } = (node ?? {}) as { type?: string; name?: string; value?: unknown };
  return type === 'Identifier' ? (name ?? '') : type === 'Literal' ? String(value) : '';
}

function isCallOf(node: unknown, name: string): boolean {
  const { type, callee } = (node ?? {}) as { type?: string; callee?: unknown };
  return type === 'CallExpression' && nameOf(callee) === name;
}

/** `d.NAME`, or `d["NAME"]`. */
function isMention(node: unknown): boolean {
  const { type, object } = (node ?? {}) as { type?: string; object?: unknown };
  return type === 'MemberExpression' && nameOf(object) === 'd';
}
