/** lesson.yaml -> LessonSettings. */
import * as v from 'valibot';
import { isFilePath } from '../util/file-path.ts';
import { FromOne, readChecks } from './check-schema.ts';
import { START, type LessonProgram, type LessonSettings } from './model.ts';
import type { ProblemList } from './problem.ts';
import { fieldOf, readYaml, type YamlPath, type YamlPlaces } from './read-yaml.ts';

const FileName = v.pipe(v.string('file-path'), v.check(isFilePath, 'file-path'));
const Files = v.pipe(v.array(FileName, 'list'), v.minLength(1, 'list'));
const Texts = v.array(v.string('text'), 'texts');

const Program = v.strictObject(
  {
    files: Files,
    flags: v.optional(Texts, []),
    args: v.optional(Texts, []),
    stdin: v.optional(v.string('text'), ''),
    env: v.optional(v.record(v.string(), v.string('text'), 'table'), {}),
  },
  'table',
);

const Settings = v.strictObject(
  {
    minutes: v.optional(FromOne, 10),
    programs: v.optional(v.record(v.string(), Program, 'table'), {}),
    solution: v.optional(v.strictObject({ files: Files }, 'table')),
    checks: v.optional(v.array(v.unknown(), 'list'), []),
  },
  'table',
);

const DEFAULT_START: LessonProgram = { files: ['start.c'], flags: [], args: [], stdin: '', env: {} };
const DEFAULT_SOLUTION = ['solution.c'];

/**
 * Reads lesson.yaml. `hasFile` tells what lies in the folder; undefined: the files are nobody's concern (`heapscope grade`
 * takes them from the submissions). Gives undefined where problems were added.
 */
export function readSettings(
  text: string,
  hasFile: ((path: string) => boolean) | undefined,
  problems: ProblemList,
): LessonSettings | undefined {
  const read = readYaml(text.trim() === '' ? '{}' : text, Settings, problems);
  if (!read) return undefined;
  const { value, places } = read;
  const before = problems.all.length;
  const checks = readChecks(value.checks, ['checks'], places, problems);
  const settings: LessonSettings = {
    minutes: value.minutes,
    programs: { [START]: DEFAULT_START, ...value.programs },
    // Without checks there is nothing to solve.
    solution: value.solution?.files ?? (checks.length > 0 ? DEFAULT_SOLUTION : []),
    checks,
  };
  if (hasFile) checkFiles(settings, hasFile, places, problems);
  return problems.all.length > before ? undefined : settings;
}

function checkFiles(
  { programs, solution }: LessonSettings,
  hasFile: (path: string) => boolean,
  places: YamlPlaces,
  problems: ProblemList,
): void {
  const check = (files: readonly string[], path: YamlPath): void => {
    for (const [i, name] of files.entries())
      if (!hasFile(name))
        problems.add(places.lineOf([...path, i]), fieldOf([...path, i]), { kind: 'no-such-file', name });
    if (!files.some((name) => name.endsWith('.c')))
      problems.add(places.lineOf(path), fieldOf(path), { kind: 'no-main-file' });
  };
  for (const [name, { files }] of Object.entries(programs)) check(files, ['programs', name, 'files']);
  if (solution.length > 0) check(solution, ['solution', 'files']);
}
