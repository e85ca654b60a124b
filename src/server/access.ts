/**
 * Who may ask the local server for something: only the page that it serves itself. Other pages in the same browser can send requests
 * to it as well; they know neither the token nor may they name this host or origin.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface Access {
  /** Part of every address, and not to be guessed. */
  readonly token: string;
  /** "127.0.0.1:43210", as a browser names it. */
  readonly host: string;
}

/** What of a request is looked at; header names in small letters. */
export interface AskedFor {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export type Answer =
  | { readonly kind: 'allowed'; /** Below the token, without query; '' for the page itself. */ readonly path: string }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 };

/** What a browser says of requests that a page of ours, or the person, made. */
const OWN_SITES: ReadonlySet<unknown> = new Set(['same-origin', 'none']);

export function checkAccess({ method, url, headers }: AskedFor, { token, host }: Access): Answer {
  const refused = (status: 400 | 403 | 404 | 405): Answer => ({ kind: 'refused', status });
  if (!['GET', 'HEAD', 'POST'].includes(method)) return refused(405);
  // A name that somebody else's server resolves to this machine comes with its own host.
  if (headers['host'] !== host) return refused(403);
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return refused(403);
  // What changes something must say where it comes from.
  if (method === 'POST' && origin === undefined) return refused(403);
  const site = headers['sec-fetch-site'];
  if (site !== undefined && !OWN_SITES.has(site)) return refused(403);
  const [given = '', ...rest] = pathOf(url).slice(1).split('/');
  if (!isSame(given, token)) return refused(404);
  const path = rest.join('/');
  if (rest.length === 0 || rest.includes('..') || path.includes('\0')) return refused(400);
  return { kind: 'allowed', path };
}

function pathOf(url: string): string {
  const [path = ''] = url.split('?');
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

/** Takes as long for any wrong token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
