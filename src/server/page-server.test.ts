import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { servePage } from './page-server.ts';

const options = { page: import.meta.dirname, routes: {}, query: 'recording=a.rec' };

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((go) => {
    const socket = connect(port, host, () => (socket.destroy(), go(true)));
    socket.once('error', () => go(false));
  });

describe('the page server', () => {
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
