/** `heapscope/embed`: the same as a module. The folder that it lies in is the one that has the frame, if `serveFrom` names no other. */
import { defineHeapscopeDemo } from './element.ts';

export { HeapscopeDemo, type HeapscopeDemoEvents } from './element.ts';
export { PROTOCOL, type FromFrame, type ToFrame } from './protocol.ts';

let home = new URL('./', import.meta.url);
let isDefined = false;

/**
 * Where this package's `dist/` is served: for whoever bundles this module, which then lies elsewhere. To be called where it is imported, before
 * anything is waited for; throws later. On a server without a DOM it does nothing.
 */
export function serveFrom(folder: string | URL): void {
  if (isDefined) throw new Error('serveFrom() must be called as soon as heapscope/embed is imported');
  if (globalThis.document) home = new URL(`${String(folder).replace(/\/$/, '')}/`, document.baseURI);
}

// After what the importing module does at once. Where pages are rendered without a DOM there is nothing to define.
if (globalThis.customElements) {
  queueMicrotask(() => {
    isDefined = true;
    defineHeapscopeDemo(home);
  });
}
