import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { createServer } from 'vite';
import { chromiumArguments, ensureChromium } from '../scripts/chromium.mjs';
import { root } from '../scripts/setup.mjs';
import type { PageTasks, TaskMessage } from './page/protocol.ts';

export interface BenchPage {
  /** For a contest's notes. */
  readonly browser: string;
  readonly tasks: PageTasks;
  close(): Promise<void>;
}

/** Starts Chromium on `bench/page/`, whose worker runs the engine's own modules. */
export async function openBenchPage(): Promise<BenchPage> {
  const found = ensureChromium();
  if ('missing' in found) throw new Error(found.missing);
  const server = await createServer({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: 5300 },
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath: found.executable, args: [...chromiumArguments] });
  try {
    return await openIn(browser, `${server.resolvedUrls?.local[0]}bench/page/index.html`, () => server.close());
  } catch (error) {
    await browser.close();
    await server.close();
    throw error;
  }
}

async function openIn(browser: Browser, url: string, stopServer: () => Promise<void>): Promise<BenchPage> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(url);
  await page.waitForFunction(() => 'benchTask' in globalThis);
  const ask = (message: TaskMessage) => page.evaluate((sent) => globalThis.benchTask(sent), message);
  return {
    browser: `Chromium ${browser.version()}`,
    tasks: { compile: (files) => ask({ name: 'compile', args: [files] }) },
    close: async () => {
      await browser.close();
      await stopServer();
    },
  };
}
