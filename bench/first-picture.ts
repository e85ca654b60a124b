/**
 * How long a reader waits for the first picture of a lesson and of the widget, and what is transferred until then: Chromium with
 * nothing cached, 10 Mbit/s and 40 ms, and a server that compresses, as servers do.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { chromiumArguments, ensureChromium } from '../scripts/chromium.mjs';
import { ensurePage } from '../scripts/page.mjs';
import { root } from '../scripts/setup.mjs';
import type { Measurement } from './index.ts';

const NETWORK = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };
const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

interface Visit {
  readonly milliseconds: number;
  readonly bytes: number;
  /** The longest task of the page's own thread, in milliseconds; 0: none took 50, from where on they count. */
  readonly task: number;
}

interface Subject {
  readonly name: string;
  readonly what: string;
  readonly address: string;
  /** In the document when the picture is. */
  readonly selector: string;
  readonly most: Visit;
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'lesson',
    what: 'A lesson',
    address: 'lesson.html?lesson=01-stack-and-heap&lang=en',
    selector: '.stage .box, .stage .note',
    most: { milliseconds: 1500, bytes: 350 * 1024, task: Infinity },
  },
  {
    name: 'widget',
    what: 'The widget',
    address: 'embed.html?src=leak.c&lang=en',
    selector: '.picture .box',
    most: { milliseconds: 1000, bytes: 120 * 1024, task: 50 },
  },
];

export const firstPicture: readonly Measurement[] = SUBJECTS.flatMap((subject) => [
  measurement(subject, `first picture ${subject.name}`, 'ms', 'milliseconds', 'from the address to the picture'),
  measurement(subject, `first bytes ${subject.name}`, 'bytes', 'bytes', 'transferred until the picture'),
  measurement(subject, `first task ${subject.name}`, 'ms', 'task', 'the longest task until the page is at rest'),
]);

function measurement(subject: Subject, name: string, unit: string, of: keyof Visit, title: string): Measurement {
  return {
    name,
    async prepare() {
      const found = ensureChromium();
      if ('missing' in found) throw new Error(found.missing);
      await ensurePage();
      const server = await serve(path.join(root, 'dist'));
      const browser = await chromium.launch({ executablePath: found.executable, args: [...chromiumArguments] });
      const { port } = server.address() as AddressInfo;
      return {
        title: `${subject.what}: ${title}`,
        unit,
        contenders: [
          { name: 'the page', run: async () => (await visit(browser, `http://127.0.0.1:${port}/`, subject))[of] },
        ],
        baseline: 'the page',
        rounds: 5,
        limits: subject.most[of] === Infinity ? [] : [{ contender: 'the page', atMost: subject.most[of] }],
        notes: ['10 Mbit/s, 40 ms, nothing cached, gzip. The server is on this machine.'],
        async close() {
          await browser.close();
          server.close();
        },
      };
    },
  };
}

/** Keeps the longest task in `longest`. */
function observeTasks(): void {
  const page = Object.assign(globalThis, { longest: 0 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.longest = Math.max(page.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** Opens the address in a profile of its own. */
async function visit(browser: Browser, base: string, { address, selector }: Subject): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.addInitScript(observeTasks);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', NETWORK);
    let bytes = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    const begun = performance.now();
    await page.goto(base + address, { waitUntil: 'commit' });
    await page.locator(selector).first().waitFor({ timeout: 30_000 });
    const arrived = { milliseconds: performance.now() - begun, bytes };
    // What is done once the first picture is there belongs to loading.
    for (const _ of [1, 2])
      await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 5000 })));
    return { ...arrived, task: await page.evaluate(() => (globalThis as unknown as { longest: number }).longest) };
  } finally {
    await context.close();
  }
}

/** A folder's files, compressed once. */
function serve(folder: string): Promise<Server> {
  const compressed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(folder, path.normalize(decodeURIComponent(pathname)));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = MIME[path.extname(file)];
    if (!type) {
      createReadStream(file).pipe(response);
      return;
    }
    const body = compressed.get(file) ?? gzipSync(readFileSync(file));
    compressed.set(file, body);
    response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip' }).end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
