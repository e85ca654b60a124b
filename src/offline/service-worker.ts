/**
 * Lets the page work without a network. The shell is kept when the worker is installed, the toolchain when it is first fetched. A
 * new version waits until the person lets it take over, or has closed every tab.
 */
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst } from 'workbox-strategies';
import { TOOLCHAIN_CACHE } from './cache-names.ts';
import type { PrecacheEntry } from './precache.node.ts';

declare const self: ServiceWorkerGlobalScope;
declare const PRECACHE_LIST: PrecacheEntry[];

precacheAndRoute(PRECACHE_LIST, { ignoreURLParametersMatching: [/.*/] });
cleanupOutdatedCaches();

const toolchain = new URL('toolchain/', self.location.href).href;

// Says which toolchain belongs to the page: the newest, unless there is no network.
registerRoute(
  ({ url }) => url.href.startsWith(`${toolchain}manifest.json`),
  new NetworkFirst({ cacheName: `${TOOLCHAIN_CACHE}-manifest` }),
);
// Addresses carry a hash of the contents.
registerRoute(
  ({ url }) => url.href.startsWith(toolchain),
  new CacheFirst({ cacheName: TOOLCHAIN_CACHE, plugins: [{ cacheDidUpdate: dropOlder }] }),
);

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
// The first page that is visited is served from here on, too.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** 78 MB are kept once, not once for every version. */
async function dropOlder({ cacheName, request }: { cacheName: string; request: Request }): Promise<void> {
  const cache = await caches.open(cacheName);
  const { pathname } = new URL(request.url);
  for (const kept of await cache.keys()) {
    if (kept.url !== request.url && new URL(kept.url).pathname === pathname) await cache.delete(kept);
  }
}
