import type { LoadProgress } from './compile.ts';
import type { ToolchainLoader } from './compiler.ts';

/**
 * Fetches the toolchain from the page's own origin. `base` is the URL of the folder that `npm run build:toolchain`
 * made, with a slash at its end; `onProgress` hears of all bytes, decompressed.
 */
export function pageLoader(base: string, onProgress: (progress: LoadProgress) => void): ToolchainLoader {
  const manifest = fetchManifest(base);
  let doneBytes = 0;
  const fetchCounted = async (name: ToolchainFile) => {
    const { sizes, versions } = await manifest;
    const totalBytes = (sizes['llvm.wasm'] ?? 0) + (sizes['sysroot.tar'] ?? 0);
    const response = await fetchWhole(addressOf(name, base, versions));
    return counted(response, (bytes) => {
      doneBytes += bytes;
      onProgress({ doneBytes: Math.min(doneBytes, totalBytes), totalBytes });
    });
  };
  return {
    module: async () => WebAssembly.compileStreaming(await fetchCounted('llvm.wasm')),
    sysroot: async () => new Uint8Array(await (await fetchCounted('sysroot.tar')).arrayBuffer()),
  };
}

const FILES = ['llvm.wasm', 'sysroot.tar'] as const;
type ToolchainFile = (typeof FILES)[number];

/** Where `pageLoader` fetches from, for those who keep it. */
export async function toolchainAddresses(base: string): Promise<readonly URL[]> {
  const { versions } = await fetchManifest(base);
  return FILES.map((name) => addressOf(name, base, versions));
}

/** A page must not meet the shim of an older one in the browser's cache. */
function addressOf(name: ToolchainFile, base: string, versions: Manifest['versions']): URL {
  return new URL(`${name}?${versions[name] ?? ''}`, base);
}

/** A second stream of the same body is read only to count; the first stays the browser's own, whose code it caches. */
function counted(response: Response, onBytes: (bytes: number) => void): Response {
  const reader = response.clone().body?.getReader();
  const count = async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) onBytes(part.value.length);
  };
  // A broken download is reported where the body itself is used.
  count().catch(() => undefined);
  return response;
}

async function fetchWhole(url: URL, options?: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url.pathname} can't be fetched: HTTP status ${response.status}`);
  return response;
}

interface Manifest {
  readonly sizes: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, string>>;
}

async function fetchManifest(base: string): Promise<Manifest> {
  const response = await fetchWhole(new URL('manifest.json', base), { cache: 'no-cache' });
  const { sizes = {}, versions = {} } = (await response.json()) as Partial<Manifest>;
  return { sizes, versions };
}
