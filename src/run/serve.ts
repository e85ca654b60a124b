import type { RunMessage, RunReply } from './protocol.ts';
import { runProgram } from './run.ts';

/** Carries out one message, posting replies as they come. Buffers of chunks are handed over, not copied. */
export async function serve(
  message: RunMessage,
  post: (reply: RunReply, transfer: ArrayBuffer[]) => void,
): Promise<void> {
  const { id, request } = message;
  try {
    const result = await runProgram(request, {
      started: (sites) => post({ type: 'started', id, sites }, []),
      chunk: (chunk) => post({ type: 'chunk', id, chunk }, [chunk.words.buffer as ArrayBuffer]),
      note: (note) => post({ type: 'note', id, note }, []),
      progress: (steps) => {
        post({ type: 'progress', id, steps }, []);
        return true;
      },
    });
    post({ type: 'done', id, result }, []);
  } catch (error) {
    post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) }, []);
  }
}
