/** Threads that hang, throw and die, beside ones that work. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { JobPool } from './job-pool.ts';
import type { Job } from './judge-jobs.ts';

const FOLDER = mkdtempSync(path.join(tmpdir(), 'heapscope-pool-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Does with a job what the name of its only file says. */
const THREAD = `
import { parentPort, threadId } from 'node:worker_threads';
const deeds = {
  hang() { for (;;); },
  leave() { process.exit(3); },
  throws() { throw new Error('thrown'); },
  exhaust() { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); },
  fail() { parentPort.postMessage({ type: 'failed', message: 'refused' }); },
  work() { parentPort.postMessage({ type: 'started', problems: [threadId] }); },
};
parentPort.on('message', ({ submission }) => deeds[Object.keys(submission.files)[0]]());
parentPort.postMessage({ type: 'ready' });
`;

function poolOf(size: number, seconds: number): JobPool {
  const entry = path.join(FOLDER, 'thread.mjs');
  writeFileSync(entry, THREAD);
  return new JobPool(pathToFileURL(entry), '', size, seconds);
}

const job = (deed: string): Job => ({
  ...{ type: 'judge', checks: [], limits: DEFAULT_LIMITS },
  submission: { program: { files: [], flags: [], args: [], stdin: '', env: {} }, files: { [deed]: '' } },
});

test('each job has its own end, and only its own', async () => {
  const pool = poolOf(2, 5);
  const deeds = ['work', 'hang', 'leave', 'work', 'throws', 'fail', 'work', 'exhaust', 'work'];
  const results = await Promise.all(deeds.map((deed) => pool.run(job(deed))));
  pool.close();
  expect(results.map(({ kind }, i) => `${deeds[i]} ${kind}`)).toEqual([
    ...['work answered', 'hang timeout', 'leave crashed', 'work answered', 'throws crashed', 'fail crashed'],
    ...['work answered', expect.stringMatching(/^exhaust (crashed|timeout)$/), 'work answered'],
  ]);
  expect(results[2]).toMatchObject({ message: 'the thread ended with 3' });
  expect(results[4]).toMatchObject({ message: 'thrown' });
  expect(results[5]).toMatchObject({ message: 'refused' });
});

test('threads are used again, and there are no more than asked for', async () => {
  const pool = poolOf(2, 20);
  const results = await Promise.all(Array.from({ length: 12 }, () => pool.run(job('work'))));
  const later = await pool.run(job('work'));
  pool.close();
  const threads = [...results, later].map((result) => JSON.stringify(result.kind === 'answered' && result.answer));
  expect(new Set(threads).size).toBeLessThanOrEqual(2);
});
