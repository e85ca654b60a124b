import type { Project } from './project.svelte.ts';
import type { Projects } from './projects.svelte.ts';

/** Keeps every edit, and at once when the page may be about to go. Gives a function that ends it. */
export function autosave(project: Project, projects: Projects): () => void {
  const flush = (): void => projects.flush();
  addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', flush);
  const stop = $effect.root(() => {
    $effect(() => {
      if (project.revision > 0 && project.isEdited) projects.edited();
    });
  });
  return () => {
    removeEventListener('pagehide', flush);
    document.removeEventListener('visibilitychange', flush);
    stop();
  };
}
