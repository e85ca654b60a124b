/** The widget's frame. Its address: embed.html?src=leak.c&step=12&view=objects&lang=zh&theme=dark&host=https://school.example */
import { mount } from 'svelte';
import '../../view/tokens.css';
import '../../view/base.css';
import { LazyEngine } from '../../session/lazy-engine.ts';
import { PICTURE_TABS } from '../../session/preferences.svelte.ts';
import { LazyAnalyst } from '../../session/lazy-analyst.ts';
import { Session } from '../../session/session.svelte.ts';
import { chooseLanguage } from '../../view/appearance.ts';
import Frame from './Frame.svelte';
import { Host } from './host.ts';
import { SharedCompiler } from './shared-compiler.ts';
import { applyAddress, steer } from './steer.ts';
import { openSource } from './open-source.ts';

const asked = new URLSearchParams(location.search);
const host = new Host(asked.get('host') ?? location.origin);
const shared = new SharedCompiler(host);
const engine = new LazyEngine(
  new URL('toolchain/', document.baseURI).href,
  asked.has('shares') ? () => shared.connect() : undefined,
);
const session = new Session(engine, new LazyAnalyst());
const { preferences, playback } = session;
const [view, step] = [asked.get('view'), asked.get('step')];
applyAddress(asked, preferences);
preferences.pictureTab = PICTURE_TABS.find((name) => name === view) ?? 'objects';

host.listen((message, [port]) => {
  if (!shared.receive(message, port)) steer(message, playback, preferences);
});

const opened = await openSource(session, asked.get('src'), location.hash).catch(() => 'refused' as const);
if (step !== null && Number.isSafeInteger(Number(step))) playback.goTo(Number(step));
const target = document.getElementById('app');
if (!target) throw new Error('embed.html has no #app');
await chooseLanguage(preferences.locale).catch(() => undefined);
mount(Frame, { target, props: { session, host, refused: opened === 'refused' } });
