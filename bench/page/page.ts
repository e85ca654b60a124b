import type { TaskAnswer, TaskMessage } from './protocol.ts';

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** One task at a time; `bench/chromium.ts` calls it from outside. */
function task(message: TaskMessage): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = (event: MessageEvent<TaskAnswer>) => {
      if ('error' in event.data) reject(new Error(event.data.error));
      else resolve(event.data.value);
    };
    worker.postMessage(message);
  });
}

declare global {
  var benchTask: typeof task;
}

globalThis.benchTask = task;
