import { locale } from '../../i18n/locale.svelte.ts';
import type { LocaleName } from '../../i18n/locale-name.ts';
import type { Recorded } from '../../session/recorded.ts';

type Parts = typeof import('./parts.ts');

/** What the page has for programs with processes, with its words in a language. */
export async function loadProcesses(name: LocaleName): Promise<Parts> {
  const parts = await import('./parts.ts');
  await parts.loadSystemWords(name);
  return parts;
}

export type SayHappening = Parts['happeningText'];

let said = $state.raw<{ readonly name: LocaleName; readonly say: SayHappening } | undefined>();

/** Says what the system did in a step of this run, in the language of the page; undefined until it is fetched. */
export function systemSpeaker({ survey }: Recorded): SayHappening | undefined {
  const { name } = locale;
  if (said?.name === name) return said.say;
  if (survey.system.events.count > 0)
    loadProcesses(name).then(
      ({ happeningText }) => (said = { name, say: happeningText }),
      // Offline before it was ever fetched: nothing is said of the system.
      () => undefined,
    );
  return undefined;
}
