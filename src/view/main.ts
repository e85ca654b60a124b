/** The page's entry: makes the session, shows it, and opens what the person had or, the first time, the leak example. */
import { mount } from 'svelte';
import './tokens.css';
import './base.css';
import { FIRST_EXAMPLE, openExample } from '../session/examples.ts';
import { Session } from '../session/session.svelte.ts';
import App from './App.svelte';

const session = new Session(
  { compile: () => Promise.reject(new Error('not yet')), check: () => Promise.resolve([]), cancelCompile() {}, run() { throw new Error('no') } },
  { analyse: () => Promise.reject(new Error('no')), openWindow: () => Promise.resolve(undefined) },
);
const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target, props: { session } });
void start();

async function start(): Promise<void> {
  if (session.project.restore()) return;
  const example = await openExample(FIRST_EXAMPLE);
  if (!example) return session.project.openBlank();
  session.open(example);
  await session.run();
}
