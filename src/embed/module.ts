/** `heapscope/embed`: the same as a module. The folder that it lies in is the one that has the frame. */
import { defineHeapscopeDemo } from './element.ts';

export { HeapscopeDemo } from './element.ts';

defineHeapscopeDemo(new URL('./', import.meta.url));
