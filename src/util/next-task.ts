/** Resolves in a task of its own: whatever else the page has to do comes first. */
export function nextTask(): Promise<void> {
  return new Promise((go) => setTimeout(go));
}
