import { expect, test } from 'vitest';
import { FROM_FRAME, readMessage, TO_FRAME } from './protocol.ts';

test('messages of this version are read, with nothing but what they may hold', () => {
  expect(readMessage(TO_FRAME, { heapscope: 1, type: 'go', step: 3, extra: true })).toEqual({
    type: 'go',
    step: 3,
  });
  expect(readMessage(FROM_FRAME, { heapscope: 1, type: 'complete' })).toEqual({ type: 'complete' });
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
  { heapscope: 1, type: 'toString' },
  { heapscope: 1, type: 'language', name: 'constructor' },
  { heapscope: 1, type: ['go'], step: 3 },
])('%j is ignored', (data) => {
  expect(readMessage(TO_FRAME, data)).toBeUndefined();
});
