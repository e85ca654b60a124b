/** A thread that compiles and runs what it is given. Whoever started it ends it when it takes too long. */
import { parentPort, workerData } from 'node:worker_threads';
import { createCompiler } from '../compile/compiler.ts';
import { nodeLoader } from '../compile/node-loader.node.ts';
import { runProgram } from '../run/run.ts';
import { answerJob } from './answer-job.ts';
import type { Job, JobReply } from './judge-jobs.ts';

const post = (reply: JobReply): void => parentPort?.postMessage(reply);
const compiler = await createCompiler(nodeLoader(workerData as string));
const engine = {
  compile: (request: Parameters<typeof compiler.compile>[0]) => Promise.resolve(compiler.compile(request)),
  run: (request: Parameters<typeof runProgram>[0]) => runProgram(request),
};
parentPort?.on('message', (job: Job) => {
  answerJob(job, engine).then(post, (error: unknown) => {
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});
post({ type: 'ready' });
