/** Simplified Chinese. */
export { zh as page } from '../i18n/zh.ts';
export { systemZh as system } from '../i18n/system.zh.ts';
export { chineseMessages as report } from '../report/messages.zh.ts';
export { nativeMessagesZh as native } from '../report/native-messages.zh.ts';
export { commandMessagesZh as command } from '../cli/command-messages.zh.ts';
export { chineseLessonMessages as lesson } from '../lesson/messages.zh.ts';

/** The editor has its own texts, and reads them once. */
export const editor = async (): Promise<void> => void (await import('monaco-editor/nls/lang/zh-cn'));
