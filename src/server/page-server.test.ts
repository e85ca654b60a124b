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
