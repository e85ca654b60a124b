import { expect, test } from 'vitest';

test('importing the module where there is no DOM does nothing', async () => {
  expect('customElements' in globalThis).toBe(false);
  const { HeapscopeDemo, serveFrom } = await import('./module.ts');
  serveFrom('/heapscope/');
  // What it does after the importing module's first turn is done by then.
  await new Promise((go) => setImmediate(go));
  serveFrom('/elsewhere/');
  expect(HeapscopeDemo.observedAttributes).toContain('lesson');
});
