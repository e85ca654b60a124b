import { messagesIn } from './say.ts';

const say = messagesIn('en');

export const unreadableEn = {
  noRecording: 'this is not a Heapscope recording',
  otherVersion: (version: string, readable: string) =>
    say('the recording has format version {version}, and this Heapscope reads version {readable}', {
      version,
      readable,
    }),
  damaged: (reason: string) => say('{reason}', { reason }),
};
