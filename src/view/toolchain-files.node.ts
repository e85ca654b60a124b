/**
 * Serves what was built before the page, such as the compiler's files at `toolchain/`, from the page's own origin: in the dev and preview servers straight from the
 * build folder, in a build as copies beside the page. They are too large for `public/`, which Vite would read as a whole.
 */
import { cp, stat } from 'node:fs/promises';
import { createReadStream, existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, extname, join, normalize, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

const MIME: Readonly<Record<string, string>> = {
  '.wasm': 'application/wasm',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.tar': 'application/x-tar',
  '.gz': 'application/gzip',
};

type Next = () => void;

/** Takes the folder that holds the files, relative to the project's root, and the one that they are served in. */
export function servedFiles(folder: string, name: string): Plugin {
  const prefix = `/${name}/`;
  let root = resolve(folder);
  let outDir = 'dist';
  const middleware = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    void serve(root, prefix, request, response, next);
  };
  return {
    name: `heapscope-${name}-files`,
    configResolved(config) {
      root = resolve(config.root, folder);
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use(middleware);
    },
    configurePreviewServer(server) {
      server.middlewares.use(middleware);
    },
    async closeBundle() {
      // Worker bundles and vitest close bundles too; only a real page build has an output folder.
      if (existsSync(root) && existsSync(outDir)) {
        await cp(root, join(outDir, name), {
          recursive: true,
          filter: (path) => !basename(path).startsWith('.'),
        });
      }
    },
  };
}

async function serve(
  root: string,
  prefix: string,
  request: IncomingMessage,
  response: ServerResponse,
  next: Next,
): Promise<void> {
  const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
  if (!path.startsWith(prefix)) return next();
  const file = normalize(join(root, path.slice(prefix.length)));
  const info = file.startsWith(root + sep) ? await stat(file).catch(() => undefined) : undefined;
  if (!info?.isFile()) {
    response.statusCode = 404;
    response.end('no such file');
    return;
  }
  const etag = `"${info.size}-${Math.floor(info.mtimeMs)}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'no-cache');
  if (request.headers['if-none-match'] === etag) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('Content-Type', MIME[extname(file)] ?? 'application/octet-stream');
  response.setHeader('Content-Length', info.size);
  createReadStream(file).pipe(response);
}
