import { expect, test } from 'vitest';
import { FromFrame, readMessage, ToFrame } from './protocol.ts';

test('messages of this version are read, with nothing but what they may hold', () => {
  expect(readMessage(ToFrame, { heapscope: 1, type: 'go', step: 3, extra: true })).toEqual({
    heapscope: 1,
    type: 'go',
    step: 3,
  });
  expect(readMessage(FromFrame, { heapscope: 1, type: 'complete' })).toEqual({ heapscope: 1, type: 'complete' });
});

test.each([
  null,
  'go',
  { type: 'go', step: 3 },
  { heapscope: 2, type: 'go', step: 3 },
  { heapscope: 1, type: 'go', step: -1 },
  { heapscope: 1, type: 'go', step: '3' },
  { heapscope: 1, type: 'theme', name: 'javascript:alert(1)' },
  { heapscope: 1, type: 'run', code: 'int main;' },
])('%j is ignored', (data) => {
  expect(readMessage(ToFrame, data)).toBeUndefined();
});
