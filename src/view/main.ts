/** The page's entry: makes the session, shows it, and opens what the person had or, the first time, the leak example. */
// Comes with the page, so that nobody waits for it.
import '../languages/en.ts';
import { mount } from 'svelte';
import './tokens.css';
import './base.css';
import { autosave } from '../session/autosave.svelte.ts';
import { Bookmarks } from '../session/bookmarks.svelte.ts';
import { Breakpoints } from '../session/breakpoints.svelte.ts';
import { FIRST_EXAMPLE, openExample } from '../session/examples.ts';
import { ProgramAnalyst } from '../session/program-analyst.ts';
import { Session } from '../session/session.svelte.ts';
import { isServedHere, openServed } from '../session/served-recording.ts';
import { openShared } from '../session/share-session.ts';
import { WorkerEngine } from '../session/worker-engine.ts';
import { quiet } from '../offline/quiet.ts';
import { readLink } from '../share/link.ts';
import App from './App.svelte';
import { chooseLanguage } from './appearance.ts';
import { loadFindingWords } from './finding-text.ts';
import { loadSystemWords } from './processes/system-messages.ts';

// A lesson's link may name the playground: the page of lessons is another.
if (new URLSearchParams(location.search).has('lesson')) location.replace(`lesson.html${location.search}`);

/** Keeping 100 MB for working offline takes seconds of both processors: not while somebody steps. */
const OFFLINE_QUIET_MS = 2000;

const toolchain = new URL('toolchain/', document.baseURI).href;
const session = new Session(new WorkerEngine(toolchain), new ProgramAnalyst());
const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
await chooseLanguage(session.preferences.locale, loadFindingWords, loadSystemWords).catch(() => undefined);
autosave(session.project, session.projects);
const breakpoints = Breakpoints.stored();
await session.projects.load();
/** Before anything is drawn: the page has the shape that the program needs from the beginning. */
const isLinked = openLink();
if (!isLinked && !isServedHere()) openOwn();
mount(App, { target, props: { session } });
session.projects.listen(new BroadcastChannel('heapscope.projects'), (project) => session.openProject(project));
addEventListener('hashchange', () => openLink());
void start().finally(() => void quiet(OFFLINE_QUIET_MS).then(workOffline));
/** By `heapscope view`: for this one time, so nothing is kept. */
let isServed = false;

/** What the person had open last, if anything. */
function openOwn(): void {
  const bookmarks = Bookmarks.stored();
  const { current } = session.projects;
  if (!current) return;
  session.openProject(current);
  session.shown.bookmarks.steps = bookmarks;
}

async function start(): Promise<void> {
  isServed = await openServed(session);
  if (isServed || isLinked) return;
  if (session.project.generation === 0 && session.projects.current) openOwn();
  if (!session.projects.current) {
    const example = await openExample(FIRST_EXAMPLE);
    if (example) session.open(example);
    else session.project.openBlank();
  }
  session.shown.breakpoints.restore(breakpoints, session.project.files);
  await session.run();
}

/**
 * Opens the program of a link, and runs nothing. The address loses it: a reload should show the person's own work, and what was
 * opened is edited from here on.
 */
function openLink(): boolean {
  const link = readLink(location.hash);
  if (!link) return false;
  history.replaceState(null, '', location.pathname + location.search);
  if (link.kind === 'opened') {
    openShared(session, link.program);
    return true;
  }
  session.notices.add({ kind: 'share-refused', reason: link.reason });
  return false;
}

/** Only of a build: the development server's files change under the worker. */
async function workOffline(): Promise<void> {
  if (!import.meta.env.PROD || isServed) return;
  const { keepOffline } = await import('../offline/keep-offline.ts');
  await keepOffline({ toolchain, onUpdate: (apply) => session.notices.add({ kind: 'update', apply }) });
}
