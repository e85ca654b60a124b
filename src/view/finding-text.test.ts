import { expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { useLocalSession } from '../session/testing/local-session.ts';
import { findingAdvice, findingNotes, findingText } from './finding-text.ts';

const local = useLocalSession();

it('names what a fault was, with its own cause, and where a value came from', async () => {
  await local().run(
    'int main(void) {\n    void (*f)(void) = 0;\n    int n;\n    if (n > 1)\n        f();\n    f();\n}\n',
  );
  const { findings = [], end } = local().session.playback.recorded ?? {};
  const fault = findings.find(({ kind }) => kind === 'trap');
  const unset = findings.find(({ kind }) => kind === 'uninitialised-read');
  if (!fault || !unset || end?.kind !== 'trap') throw new Error('there is no fault');
  const spoken = { name: 'en', messages: en } as Locale;
  expect(findingText(fault, spoken, end)).toBe('A call through a null function pointer.');
  expect(findingAdvice(fault, spoken, end)[1]?.text).toContain('if (f != NULL)');
  expect(findingNotes(unset, spoken)).toEqual([expect.stringContaining('variable n of main()')]);
});
