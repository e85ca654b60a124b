import type { RunMessage, RunReply } from './protocol.ts';
import { keptChunk } from './request.ts';
import { runProgram } from './run.ts';

/** Carries out one message, posting replies as they come. Chunks are copied once, into buffers that are handed over. */
export async function serve(
  message: RunMessage,
  post: (reply: RunReply, transfer: ArrayBuffer[]) => void,
): Promise<void> {
  const { id, request } = message;
  try {
    const result = await runProgram(request, {
      started: (sites) => post({ type: 'started', id, sites }, []),
      chunk: (lent) => {
        const chunk = keptChunk(lent);
        post({ type: 'chunk', id, chunk }, [chunk.words.buffer as ArrayBuffer]);
      },
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
