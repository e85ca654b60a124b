import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { servePage } from './page-server.ts';

const options = { page: import.meta.dirname, routes: {}, query: 'recording=a.rec' };

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((go) => {
    const socket = connect(port, host, () => (socket.destroy(), go(true)));
    socket.once('error', () => go(false));
  });

/** Sends bytes as they are, and gives the first line of what comes back. */
const said = (port: number, bytes: string): Promise<string> =>
  new Promise((go, fail) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (part) => {
      text += String(part);
      if (!text.includes('\r\n')) return;
      go(text.slice(0, text.indexOf('\r\n')));
      socket.destroy();
    });
    socket.once('error', fail);
    socket.once('close', () => go(text));
  });

describe('the page server', () => {
  it('gives a file as a whole or a range of it', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'heapscope-')), 'a.rec');
    writeFileSync(file, '0123456789');
    const server = await servePage({ ...options, routes: { recording: { file } } });
    const ask = async (range?: string): Promise<unknown[]> => {
      const response = await fetch(new URL('recording', server.url), { headers: range ? { Range: range } : {} });
      return [response.status, response.headers.get('Content-Range'), await response.text()];
    };
    try {
      expect(await ask()).toEqual([200, null, '0123456789']);
      expect(await ask('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
      expect(await ask('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89']);
      expect(await ask('bytes=10-12')).toEqual([416, 'bytes */10', '']);
      expect(await ask('lines=1-2')).toEqual([200, null, '0123456789']);
    } finally {
      await server.close();
      rmSync(path.dirname(file), { recursive: true });
    }
  });

  it('answers what no browser sends, and goes on', async () => {
    const posted: string[] = [];
    const live = { post: (body: string) => void posted.push(body) };
    const server = await servePage({ ...options, routes: { live } });
    const { host, port, pathname } = new URL(server.url);
    const origin = `Origin: http://${host}`;
    const ask = (first: string, ...headers: readonly string[]): Promise<string> =>
      said(Number(port), `${[`${first} HTTP/1.1`, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`);
    const post = (length: number, body: string, ...headers: readonly string[]): Promise<string> =>
      said(
        Number(port),
        [`POST ${pathname}live HTTP/1.1`, `Host: ${host}`, ...headers, `Content-Length: ${length}`, '', body].join(
          '\r\n',
        ),
      );
    // Whoever sends only the half of a request keeps nobody from closing the server.
    const slow = connect(Number(port), '127.0.0.1', () => slow.write(`GET ${pathname} HTTP/1.1\r\nHo`));
    slow.on('error', () => undefined);
    try {
      expect(await ask('no request')).toMatch(/^HTTP\/1.1 400 /);
      expect(await ask(`GET ${pathname}`, `Host: ${host}`, `X: ${'x'.repeat(20_000)}`)).toMatch(/^HTTP\/1.1 431 /);
      const socket = ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
      expect(await ask(`GET ${pathname}live`, `Host: ${host}`, 'Origin: http://evil.example', ...socket)).toMatch(
        / 403 /,
      );
      expect(await ask(`GET ${pathname}live`, `Host: ${host}`, origin, ...socket)).toMatch(/ 404 /);
      expect(await ask(`GET ${pathname}`, `Host: rebound.example:${port}`)).toMatch(/ 403 /);
      expect(await ask(`GET ${pathname}`, `Host: localhost:${port}`)).toMatch(/ 403 /);
      expect(await ask(`GET http://${host}${pathname}`, `Host: ${host}`)).toMatch(/ 404 /);
      for (const way of [
        '../access.ts',
        '%2e%2e/access.ts',
        '..%2faccess.ts',
        'a/%2e%2e%2f%2e%2e/b',
        'a%00b',
        '/etc/passwd',
      ])
        expect(await ask(`GET ${pathname}${way}`, `Host: ${host}`)).toMatch(/^HTTP\/1.1 40[04] /);
      expect(await post(5000, 'x'.repeat(5000), origin)).toMatch(/ 400 /);
      expect(await post(2, '{}', 'Origin: null')).toMatch(/ 403 /);
      expect(posted).toEqual([]);
      expect(await post(2, '{}', origin, 'Connection: close')).toMatch(/ 204 /);
      expect(posted).toEqual(['{}']);
      expect(await ask(`GET ${pathname}access.ts`, `Host: ${host}`)).toMatch(/ 200 /);
    } finally {
      await server.close();
      slow.destroy();
    }
  });

  it('listens on the loopback address only, with a token and a port of its own each time', async () => {
    const servers = [await servePage(options), await servePage(options)];
    const urls = servers.map(({ url }) => new URL(url));
    try {
      expect(urls.map(({ hostname }) => hostname)).toEqual(['127.0.0.1', '127.0.0.1']);
      expect(urls[0]!.port).not.toBe(urls[1]!.port);
      expect(urls[0]!.pathname).not.toBe(urls[1]!.pathname);
      // A slash on either side of 24 random bytes.
      expect(urls[0]!.pathname).toMatch(/^\/[\w-]{32}\/$/);
      const port = Number(urls[0]!.port);
      expect(await answers('127.0.0.1', port)).toBe(true);
      const others = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
      for (const { address, internal, family } of others)
        if (!internal && family === 'IPv4') expect(await answers(address, port)).toBe(false);
    } finally {
      for (const server of servers) await server.close();
    }
  });
});
