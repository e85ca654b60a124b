/** All that the page has for programs with processes or threads, in one piece, for those who fetch it. */
export { default as ProcessesView } from './ProcessesView.svelte';
export { default as TaskLanes } from './TaskLanes.svelte';
export { loadSystemWords } from './system-messages.ts';
export { happeningText } from './system-text.ts';
