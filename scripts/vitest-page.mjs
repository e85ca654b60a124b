/**
 * Vitest global set-up of the browser tests: one production build, one server, and which Chromium to use.
 * Tests read both with `inject('page')`; see `tests/browser/browser.ts`.
 */
import { ensureChromium } from './chromium.mjs';
import { servePage } from './page.mjs';
import { ensureToolchain } from './setup.mjs';

/** @param {import('vitest/node').TestProject} project */
export default async function setup(project) {
  const chromium = ensureChromium();
  if ('missing' in chromium) throw new Error(chromium.missing);
  ensureToolchain();
  const server = await servePage({ port: 0 });
  project.provide('page', { url: server.url, chromium: chromium.executable });
  return () => server.close();
}
