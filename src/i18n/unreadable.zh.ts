import { messagesIn } from './say.ts';
import type { UnreadableMessages } from './unreadable.ts';

const say = messagesIn('zh');

export const unreadableZh: UnreadableMessages = {
  noRecording: '这不是 Heapscope 的记录',
  otherVersion: (version, readable) =>
    say('记录的格式版本是 {version}，而本版 Heapscope 读取版本 {readable}', { version, readable }),
  damaged: (reason) => say('文件已损坏，或不完整（{reason}）', { reason }),
};
