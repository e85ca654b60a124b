import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const packagesOf = (message, ...names) => ({ group: names, message });

const nodeOnly = packagesOf(
  'the engine runs in browsers too: Node imports belong in src/cli, src/server and in *.node.ts',
  'node:*',
);
const compilerOnly = packagesOf('only src/compile knows the compiler package', '@yowasp/*');

const restrictImports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

const sizes = {
  'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['warn', { max: 60, skipBlankLines: true, skipComments: true }],
};

const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
};

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'node_modules/', 'test-results/', 'public/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs}'],
    rules: { ...sizes, 'prefer-const': 'error', eqeqeq: 'error', 'no-unused-vars': 'error' },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      ...typed,
      ...sizes,
      ...restrictImports(nodeOnly, compilerOnly),
      'prefer-const': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  ...svelte.configs['flat/base'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Runes are reassigned by the compiler's doing, and a component's markup is no function body.
      'prefer-const': 'off',
      'max-lines-per-function': 'off',
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: [
      'src/cli/**',
      'src/server/**',
      '**/*.node.ts',
      '**/*.test.ts',
      'bench/**',
      'scripts/**',
      'tests/**',
      'native/**',
      '*.config.ts',
    ],
    rules: restrictImports(compilerOnly),
  },
  { files: ['src/compile/**'], rules: restrictImports(nodeOnly) },
  { files: ['src/compile/**/*.node.ts', 'src/compile/**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/i18n/*.ts', 'src/**/*messages.??.ts', 'src/languages/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TemplateLiteral[expressions.length>0]',
          message: "messages are in ICU's format: say('Rename {file}', { file })",
        },
      ],
    },
  },
  {
    files: ['src/i18n/format.ts', 'src/i18n/*.node.ts', 'src/i18n/locale-name.ts', 'src/i18n/*.test.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // Catalogues of messages are tables.
  { files: ['src/i18n/*.ts'], rules: { 'max-lines': 'off' } },
  { files: ['**/*.test.ts', '**/*.test.mjs'], rules: { 'max-lines-per-function': 'off' } },
  // What is waited for without end would hold up every test after it: no test is told of its time while its thread waits.
  {
    files: ['**/*.test.ts', 'tests/**/*.ts', 'native/tests/*.ts'],
    ignores: ['tests/bounded-spawn.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value="node:child_process"] ImportSpecifier[imported.name=/Sync$/]',
          message: 'tests/bounded-spawn.ts has a spawnSync that ends',
        },
      ],
    },
  },
);
