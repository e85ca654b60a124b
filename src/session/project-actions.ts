/** What the project menu does beyond opening: copies, and deleting with a way back. */
import type { Session } from './session.svelte.ts';

/** Goes on with a copy; the original stays as it is. */
export function duplicateProject(session: Session): void {
  const { projects } = session;
  projects.flush();
  const copy = projects.duplicate(projects.adopt().id);
  if (!copy) return;
  session.openProject(copy);
  void session.run();
}

/** Deletes a project and offers to undo it. In the place of the open one comes the one changed last. */
export function deleteProject(session: Session, id: string): void {
  const { projects } = session;
  projects.flush();
  const wasOpen = projects.currentId === id;
  const removed = projects.remove(id);
  if (!removed) return;
  const [next] = projects.list;
  if (wasOpen && next) session.openProject(next);
  else if (wasOpen) session.open({ files: [] });
  session.notices.add({
    kind: 'project-deleted',
    name: removed.name,
    undo: () => {
      projects.restore(removed);
      if (wasOpen) session.openProject(removed);
    },
  });
}
