/** Serves the page and one recording on the loopback address, to this machine's browser only. */
import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkAccess, type Access } from './access.ts';

export interface PageServer {
  /** With the token: who knows it may look. */
  readonly url: string;
  close(): Promise<void>;
}

/** Something that is served beside the page's files, by its path. */
export interface Route {
  /** A file whose parts may be asked for, and all of it where there is nothing else to read. */
  readonly file?: string;
  /** Gives what there is to read from its beginning on. */
  readonly read?: () => { readonly type: string; readonly body: Readable };
  /** Takes what was sent. Throws to refuse it. */
  readonly post?: (body: string) => void;
}

export interface PageServerOptions {
  /** The folder of the built page. */
  readonly page: string;
  readonly routes: Readonly<Record<string, Route>>;
  /** What the page is asked for, as "recording=a.rec". */
  readonly query: string;
}

const HOST = '127.0.0.1';
const MOST_POSTED = 4096;

/** As index.html says it, and nobody may frame the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  // The address holds the token.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

/** On a port that is free. */
export async function servePage(options: PageServerOptions): Promise<PageServer> {
  const token = randomBytes(24).toString('base64url');
  let access: Access = { token, host: '' };
  const server = createServer((request, response) => {
    void answer(request, response, access, options).catch(() => response.destroy());
  });
  await new Promise<void>((go, fail) => {
    server.once('error', fail);
    server.listen(0, HOST, go);
  });
  const { port } = server.address() as AddressInfo;
  access = { token, host: `${HOST}:${port}` };
  return {
    url: `http://${access.host}/${token}/?${options.query}`,
    close: () =>
      new Promise((go) => {
        server.close(() => go());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  { page, routes }: PageServerOptions,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const asked = checkAccess({ method, url, headers }, access);
  if (asked.kind === 'refused') return end(response, asked.status);
  const route = Object.hasOwn(routes, asked.path) ? routes[asked.path] : undefined;
  if (method === 'POST') return post(request, response, route);
  const isPart = headers.range !== undefined || !route?.read;
  if (route?.file !== undefined && isPart) return sendFile(request, response, route.file);
  if (route?.read) {
    const { type, body } = route.read();
    response.writeHead(200, { ...HEADERS, 'Content-Type': type });
    return pipeline(body, response);
  }
  const file = path.join(page, asked.path === '' ? 'index.html' : asked.path);
  const isThere = file.startsWith(page) && statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  if (!isThere) return end(response, 404);
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': statSync(file).size });
  if (method === 'HEAD') return end(response);
  return pipeline(createReadStream(file), response);
}

/** All of a file, or the range that is asked for (RFC 9110, section 14), if it is one "from-to". */
function sendFile({ headers }: IncomingMessage, response: ServerResponse, file: string): Promise<void> {
  const { size } = statSync(file);
  const type = { 'Content-Type': 'application/octet-stream', 'Accept-Ranges': 'bytes' };
  const asked = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(headers.range ?? '');
  const [from, to] = asked ? [Number(asked[1]), Math.min(Number(asked[2]), size - 1)] : [0, size - 1];
  if (!asked) response.writeHead(200, { ...HEADERS, ...type, 'Content-Length': size });
  else if (from > to) {
    response.writeHead(416, { ...HEADERS, 'Content-Range': `bytes */${size}` });
    response.end();
    return Promise.resolve();
  } else {
    const range = { 'Content-Range': `bytes ${from}-${to}/${size}`, 'Content-Length': to - from + 1 };
    response.writeHead(206, { ...HEADERS, ...type, ...range });
  }
  return pipeline(createReadStream(file, { start: from, end: to }), response);
}

async function post(request: IncomingMessage, response: ServerResponse, route: Route | undefined): Promise<void> {
  if (!route?.post) return end(response, 404);
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += String(part);
    if (text.length > MOST_POSTED) return end(response, 400);
  }
  try {
    route.post(text);
  } catch {
    return end(response, 400);
  }
  return end(response, 204);
}

function end(response: ServerResponse, status?: number): void {
  if (status !== undefined) response.writeHead(status, HEADERS);
  response.end();
}
