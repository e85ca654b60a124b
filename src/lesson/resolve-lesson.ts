/** Whether all that a lesson shows and asks is in the recordings of its programs. */
import { ENGLISH } from '../i18n/locale-name.ts';
import type { StepIndex } from '../util/units.ts';
import { answersOf } from './answers.ts';
import { mainFile, type LessonRun } from './lesson-run.ts';
import { SETTINGS_FILE, textFile } from './lesson-files.ts';
import type { Lesson } from './model.ts';
import { ProblemList, type LessonProblem } from './problem.ts';
import { resolveShow } from './resolve.ts';

/** `runs`: by the program's name. All languages lead in the same way, so that only the English text is looked at. */
export function resolveLesson(lesson: Lesson, runs: ReadonlyMap<string, LessonRun>): readonly LessonProblem[] {
  const problems = new ProblemList(textFile(ENGLISH));
  const positions = new Map<string, StepIndex>();
  for (const block of lesson.texts.en.blocks) {
    if (block.kind !== 'show' && block.kind !== 'predict') continue;
    const name = block.kind === 'show' ? block.show.program : block.program;
    const run = runs.get(name);
    const program = lesson.settings.programs[name];
    // One that does not run has been told of.
    if (!run || !program) continue;
    const main = mainFile(program);
    if (block.kind === 'show') {
      const shown = resolveShow(block.show, run, main, positions.get(name) ?? 0);
      if (shown.kind === 'unresolved') problems.add(block.line, 'show', { kind: 'unresolved', why: shown.why });
      else if (shown.value.step !== undefined) positions.set(name, shown.value.step);
      continue;
    }
    const answers = answersOf(block, run, main);
    if (answers.kind === 'unresolved') problems.add(block.line, 'predict', { kind: 'unresolved', why: answers.why });
    else
      for (const answer of answers.value)
        if (answer.kind === 'unanswered')
          problems.add(answer.cell.line, answer.cell.kind, { kind: 'unresolved', why: answer.why });
  }
  return problems.all;
}

/** A problem with how a lesson's program runs: it stands in lesson.yaml, where programs are named. */
export function programProblem(name: string, what: LessonProblem['what']): LessonProblem {
  return { file: SETTINGS_FILE, line: 1, field: name === 'solution' ? name : `programs.${name}`, what };
}
