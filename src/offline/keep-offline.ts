/** The page's side of working offline: registers the worker, lets it keep the toolchain, and offers new versions. */
import { Workbox } from 'workbox-window';
import { toolchainAddresses } from '../compile/page-loader.ts';
import { quiet } from './quiet.ts';

const BETWEEN_FILES_MS = 500;

export interface OfflineOptions {
  /** URL of the toolchain's folder, with a slash at its end. Absent: it is kept only when somebody fetches it. */
  readonly toolchain?: string;
  /** A new version waits; `apply` lets it take over and loads the page anew. */
  onUpdate(apply: () => void): void;
}

/** To be called when the page has nothing else to do. Does nothing where there are no service workers. */
export async function keepOffline({ toolchain, onUpdate }: OfflineOptions): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const workbox = new Workbox(new URL('service-worker.js', document.baseURI).href);
  workbox.addEventListener('waiting', () =>
    onUpdate(() => {
      workbox.addEventListener('controlling', () => location.reload());
      workbox.messageSkipWaiting();
    }),
  );
  try {
    await workbox.register();
    await workbox.controlling;
    if (toolchain !== undefined) await keepToolchain(toolchain);
  } catch {
    // Forbidden or full: the page goes on as it does without a worker.
  }
}

/** The toolchain was fetched before there was a worker; again through it, the browser's own cache has it. */
async function keepToolchain(base: string): Promise<void> {
  for (const address of await toolchainAddresses(base)) {
    await quiet(BETWEEN_FILES_MS);
    const response = await fetch(address);
    await response.body?.cancel();
  }
}
