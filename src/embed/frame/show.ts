/** The widget's frame: a program's recording, or a program that waits for the reader to run it. */
import { mount } from 'svelte';
import '../../view/tokens.css';
import '../../view/base.css';
import { formatBytes } from '../../i18n/format.ts';
import { LazyAnalyst } from '../../session/lazy-analyst.ts';
import { LazyEngine } from '../../session/lazy-engine.ts';
import { PICTURE_TABS } from '../../session/preferences.svelte.ts';
import { Session } from '../../session/session.svelte.ts';
import { nextTask } from '../../util/next-task.ts';
import { chooseLanguage } from '../../view/appearance.ts';
import Frame from './Frame.svelte';
import { Host } from './host.ts';
import { SharedCompiler } from './shared-compiler.ts';
import { applyAddress, steer } from './steer.ts';
import { openSource } from './open-source.ts';

/** `recording`: of the example that the address names, on its way; undefined: it names none. */
export async function show(asked: URLSearchParams, recording: Promise<Response> | undefined): Promise<void> {
  const host = new Host(asked.get('host') ?? location.origin);
  const shared = new SharedCompiler(host);
  const engine = new LazyEngine(
    new URL('toolchain/', document.baseURI).href,
    asked.has('shares') ? () => shared.connect() : undefined,
  );
  const session = new Session(engine, new LazyAnalyst());
  session.projects.keeps = false;
  const { preferences, playback } = session;
  const [view, step] = [asked.get('view'), asked.get('step')];
  applyAddress(asked, preferences);
  preferences.pictureTab = PICTURE_TABS.find((name) => name === view) ?? 'objects';

  host.listen((message, [port]) => {
    if (!shared.receive(message, port)) steer(message, playback, preferences);
  });

  // What takes long when it is first done is done while all is on its way.
  await nextTask();
  formatBytes(0, preferences.locale);
  const [opened] = await Promise.all([
    openSource(session, recording, location.hash).catch(() => ({ kind: 'refused' }) as const),
    chooseLanguage(preferences.locale).catch(() => undefined),
  ]);
  await nextTask();
  if (step !== null && Number.isSafeInteger(Number(step))) playback.goTo(Number(step));
  const target = document.getElementById('app');
  if (!target) throw new Error('embed.html has no #app');
  mount(Frame, { target, props: { session, host, opened } });
}
