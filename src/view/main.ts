/** The page's entry: makes the session, shows it, and opens what the person had or, the first time, the leak example. */
import { mount } from 'svelte';
import './tokens.css';
import './base.css';
import { Bookmarks } from '../session/bookmarks.svelte.ts';
import { Breakpoints } from '../session/breakpoints.svelte.ts';
import { FIRST_EXAMPLE, openExample } from '../session/examples.ts';
import { ProgramAnalyst } from '../session/program-analyst.ts';
import { Session } from '../session/session.svelte.ts';
import { WorkerEngine } from '../session/worker-engine.ts';
import App from './App.svelte';

const session = new Session(new WorkerEngine(new URL('toolchain/', document.baseURI).href), new ProgramAnalyst());
const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target, props: { session } });
void start();

async function start(): Promise<void> {
  const breakpoints = Breakpoints.stored();
  const bookmarks = Bookmarks.stored();
  if (!session.project.restore()) {
    const example = await openExample(FIRST_EXAMPLE);
    if (example) session.open(example);
    else session.project.openBlank();
  } else session.bookmarks.steps = bookmarks;
  session.breakpoints.restore(breakpoints, session.project.files);
  await session.run();
}
