import { transformSync } from 'esbuild';
import { describe, expect, it, test } from 'vitest';
import { compileMessages } from './compiled-messages.node.ts';

const MAKES = "import { messagesIn } from './say.ts';\nconst say = messagesIn('en');\n";

/** The module's `said`, with its messages compiled. */
async function saidBy(code: string): Promise<(...given: unknown[]) => string> {
  const compiled = compileMessages(`${MAKES}export const said = ${code};`, 'a.ts');
  expect(compiled).not.toMatch(/\bsay\(|messagesIn/);
  const resolved = compiled.replace(
    /from "(@messageformat[^"]+)"/g,
    (_, name: string) => `from "${import.meta.resolve(name)}"`,
  );
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(resolved)}`);
  return (module as { said: (...given: unknown[]) => string }).said;
}

describe('messages become code', () => {
  it('that says the same', async () => {
    const said = await saidBy(
      "(n, en, at) => say('{n, plural, one {# block} other {# blocks}} of {en}{at}', { n, en, at: at && say(', at {at}', { at }) })",
    );
    expect([said(1, 'a', ''), said(1200, '<b>', "'c'")]).toEqual(['1 block of a', "1,200 blocks of <b>, at 'c'"]);
  });

  it('whose values keep to themselves', async () => {
    expect((await saidBy("(a, b) => say('{a}{b} {c}', { a, b, c: a > b ? 1 : 2 })"))(3, 4)).toBe('34 2');
    expect((await saidBy("(a) => say(\"'{'{a}'}' isn't 'd.a'\", { a })"))(7)).toBe("{7} isn't 'd.a'");
  });

  test.each([
    ["say('{file', { file: 1 })", /invalid syntax|Unexpected|expected/i],
    ["say('{n, plural, few {a} other {b}}', { n: 1 })", /few is not valid/],
    ["say('{file}', {})", /a\.ts: “\{file\}” is not given file/],
    ["say('File', { file: 1 })", /a\.ts: “File” does not mention file/],
    ['say(message, { file })', /must be written out: say\(message/],
  ])('%s is refused', (code, why) => {
    expect(() => compileMessages(`${MAKES}export const said = () => ${code};`, 'a.ts')).toThrow(why);
  });
});

const catalogues = Object.entries(
  import.meta.glob<string>('../**/*.ts', { query: '?raw', import: 'default', eager: true }),
).filter(([path, code]) => code.includes('= messagesIn(') && !path.endsWith('.test.ts'));

test('so do those of all catalogues', () => {
  expect(catalogues.length).toBeGreaterThan(10);
  for (const [path, code] of catalogues)
    expect(compileMessages(transformSync(code, { loader: 'ts' }).code, path)).not.toMatch(/\bsay\(/);
});
