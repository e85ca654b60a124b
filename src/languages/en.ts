/** English, which says everything first: another language has what this has (CONTRIBUTING.md). */
export { en as page } from '../i18n/en.ts';
export { systemEn as system } from '../i18n/system.en.ts';
export { englishMessages as report } from '../report/messages.en.ts';
export { nativeMessagesEn as native } from '../report/native-messages.en.ts';
export { commandMessagesEn as command } from '../cli/command-messages.en.ts';
export { englishLessonMessages as lesson } from '../lesson/messages.en.ts';
