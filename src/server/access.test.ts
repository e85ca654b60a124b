import { describe, expect, it } from 'vitest';
import { checkAccess, type AskedFor } from './access.ts';

const access = { token: 'secret', host: '127.0.0.1:4000' };
const own = { host: access.host, 'sec-fetch-site': 'same-origin' };
const ask = (request: Partial<AskedFor>): unknown =>
  checkAccess({ method: 'GET', url: '/secret/recording', headers: own, ...request }, access);

describe('the local server', () => {
  it('answers its own page', () => {
    expect(ask({})).toEqual({ kind: 'allowed', path: 'recording' });
    expect(ask({ url: '/secret/?recording=a.rec' })).toEqual({ kind: 'allowed', path: '' });
    expect(ask({ url: '/secret/assets/a%20b.js' })).toEqual({ kind: 'allowed', path: 'assets/a b.js' });
    // A browser that the command opens, or a person's own address bar.
    expect(ask({ headers: { host: access.host, 'sec-fetch-site': 'none' } })).toMatchObject({ kind: 'allowed' });
    expect(ask({ method: 'POST', headers: { ...own, origin: 'http://127.0.0.1:4000' } })).toMatchObject({
      kind: 'allowed',
    });
  });

  it.each<[string, number, Partial<AskedFor>]>([
    ['a wrong token', 404, { url: '/guess/recording' }],
    ['no token', 404, { url: '/' }],
    ['a token as a prefix', 404, { url: '/secretive/recording' }],
    ['another host', 403, { headers: { ...own, host: 'evil.example:4000' } }],
    ['another port', 403, { headers: { ...own, host: '127.0.0.1:4001' } }],
    ['no host', 403, { headers: {} }],
    ['another origin', 403, { headers: { ...own, origin: 'https://evil.example' } }],
    ['an origin that is none', 403, { headers: { ...own, origin: 'null' } }],
    ['another site', 403, { headers: { ...own, 'sec-fetch-site': 'cross-site' } }],
    ['another port of this machine', 403, { headers: { ...own, 'sec-fetch-site': 'same-site' } }],
    ['a change without an origin', 403, { method: 'POST' }],
    ['another method', 405, { method: 'DELETE' }],
    ['a way out of the folder', 400, { url: '/secret/../../etc/passwd' }],
    ['an encoded way out', 400, { url: '/secret/%2e%2e/%2e%2e/etc/passwd' }],
    ['a broken encoding', 404, { url: '/secret/%zz' }],
    ['the token without a slash', 400, { url: '/secret' }],
  ])('refuses %s', (_, status, request) => {
    expect(ask(request)).toEqual({ kind: 'refused', status });
  });
});
