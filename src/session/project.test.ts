import { expect, test } from 'vitest';
import { Project } from './project.svelte.ts';

function project(): Project {
  const made = new Project();
  made.open({
    files: [
      { path: 'main.c', text: 'a' },
      { path: 'util.h', text: 'b' },
    ],
  });
  return made;
}

test('names of files stay unique and inside the project', () => {
  const { nameProblem } = { nameProblem: project().nameProblem.bind(project()) };
  expect(nameProblem('include/x.h')).toBeUndefined();
  expect(nameProblem('util.h')).toBe('taken');
  expect(nameProblem('util.h', 'util.h')).toBeUndefined();
  for (const bad of ['', '../x.h', '/x.h', 'a//b.h', 'a b.c', '.', 'dir/'])
    expect(nameProblem(bad), bad).toBe('badName');
});

test('files are added, renamed and removed; the last one stays', () => {
  const files = project();
  files.add('new.c', 'c');
  expect(files.active).toBe('new.c');
  files.rename('new.c', 'old.c');
  expect(files.activeFile).toEqual({ path: 'old.c', text: 'c' });
  files.rename('old.c', 'main.c');
  expect(files.files.map((file) => file.path)).toEqual(['main.c', 'util.h', 'old.c']);
  for (const path of ['old.c', 'util.h', 'main.c']) files.remove(path);
  expect(files.files.map((file) => file.path)).toEqual(['main.c']);
});

test('each change of a text counts, the same text again does not', () => {
  const files = project();
  const before = files.revision;
  files.setText('main.c', 'a');
  expect(files.revision).toBe(before);
  files.setText('main.c', 'x');
  expect(files.revision).toBe(before + 1);
});
