/**
 * The arrows of ARCHITECTURE.md: which folder of src/ may import which. `npm run check` enforces them.
 * A name after "types:" may be imported for its types only.
 */
const arrows = {
  util: [],
  trace: ['util'],
  'wasm-binary': ['util'],
  dwarf: ['util'],
  compile: ['wasm-binary', 'util'],
  tools: ['util'],
  offline: ['compile', 'util'],
  share: ['trace', 'util'],
  i18n: ['util', 'types:trace'],
  languages: ['i18n', 'report', 'lesson', 'cli', 'util'],
  leaks: ['trace', 'util'],
  native: ['trace', 'util'],
  server: ['util'],
  instrument: ['wasm-binary', 'dwarf', 'trace', 'util'],
  run: ['instrument', 'wasm-binary', 'dwarf', 'leaks', 'trace', 'util'],
  interpret: ['wasm-binary', 'dwarf', 'util'],
  replay: ['trace', 'dwarf', 'leaks', 'wasm-binary', 'util', 'types:interpret'],
  layout: ['replay', 'dwarf', 'trace', 'util'],
  report: ['replay', 'dwarf', 'trace', 'i18n', 'util', 'types:compile'],
  trials: ['replay', 'dwarf', 'trace', 'util', 'run', 'types:report'],
  lesson: ['trials', 'replay', 'dwarf', 'trace', 'report', 'i18n', 'util', 'run', 'wasm-binary', 'types:compile'],
  session: everythingBut('view', 'embed', 'cli', 'report'),
  view: [
    'session',
    'lesson',
    'share',
    'offline',
    'layout',
    'report',
    'replay',
    'dwarf',
    'i18n',
    'languages',
    'util',
    'types:trace',
  ],
  embed: everythingBut('cli', 'report'),
  cli: everythingBut('view', 'embed', 'session', 'layout'),
};

/** @param {...string} names */
function everythingBut(...names) {
  return { not: names };
}

/** Tests may import anything. */
const tests = '\\.(test|fixture)\\.ts$|-harness\\.ts$|/testing/';

/** @param {string} folder @param {string[] | { not: string[] }} allowed */
function rulesOf(folder, allowed) {
  const from = { path: `^src/${folder}/`, pathNot: tests };
  if (!Array.isArray(allowed)) {
    return [rule(folder, from, { path: `^src/(${allowed.not.join('|')})/` })];
  }
  const forTypes = allowed.filter((name) => name.startsWith('types:')).map((name) => name.slice('types:'.length));
  const full = allowed.filter((name) => !name.startsWith('types:'));
  const rules = [rule(folder, from, { path: '^src/', pathNot: `^src/(${[folder, ...full, ...forTypes].join('|')})/` })];
  if (forTypes.length > 0) {
    const to = { path: `^src/(${forTypes.join('|')})/`, dependencyTypesNot: ['type-only'] };
    rules.push(rule(`${folder}-types-only`, from, to));
  }
  return rules;
}

/**
 * @param {string} name @param {object} from @param {object} to
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function rule(name, from, to) {
  return { name: `arrow-${name}`, severity: 'error', from, to };
}

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  ...Object.entries(arrows).flatMap(([folder, allowed]) => rulesOf(folder, allowed)),
  {
    name: 'folder-without-arrows',
    comment: 'a new folder of src/ gets its row in the table of .dependency-cruiser.js',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${Object.keys(arrows).join('|')})/` },
    to: {},
  },
  {
    name: 'no-circles',
    severity: 'error',
    from: { path: '^src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'resolvable',
    severity: 'error',
    from: { path: '^src/' },
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden,
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\?(url|worker|raw)$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types', 'svelte'],
    },
  },
};
