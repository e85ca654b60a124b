import { FAILING_FUNCTIONS, REMOVED_FROM_GLIBC } from './missing-functions.ts';
import type { UnderstoodFlags } from './flags.ts';

/** The command lines of clang's compiler proper and of wasm-ld, as clang's driver would write them, and the checker's. */

/** Where the toolchain's files are in the tools' file tree; scripts/build-toolchain puts them there. */
export const SYSROOT = 'usr';

/** Objects are kept out of the way of the person's files; '/.o/src/a.c.o' comes from 'src/a.c'. */
const OBJECTS = '.o/';
export const PROGRAM = '.o/program.wasm';

export function objectPath(source: string): string {
  return `${OBJECTS}${source}.o`;
}

/** The inverse of `objectPath`, for reading the linker's messages; undefined for the toolchain's own objects. */
export function sourceOfObject(object: string): string | undefined {
  const path = object.replace(/^\/+/, '');
  return path.startsWith(OBJECTS) && path.endsWith('.o') ? path.slice(OBJECTS.length, -2) : undefined;
}

/** Enough stack that ordinary recursion fits; below all data, so that running out of it traps. */
const STACK_BYTES = 8 * 2 ** 20;

/**
 * Redzones around locals and globals by clang's AddressSanitizer pass, without its checks: poisoning becomes calls that
 * `wasm/` answers, and the instrumenter's own probes do the checking.
 */
const REDZONES = [
  ...['-fsanitize=address', '-fsanitize-address-use-after-scope', '-fno-sanitize-address-use-odr-indicator'],
  ...[
    '-asan-instrument-reads=false',
    '-asan-instrument-writes=false',
    '-asan-instrument-atomics=false',
    '-asan-instrument-byval=false',
    '-asan-max-inline-poisoning-size=0',
    '-asan-use-after-return=never',
    '-asan-mapping-offset=0',
    '-asan-guard-against-version-mismatch=false',
  ].flatMap((option) => ['-mllvm', option]),
];

/**
 * What the optimiser must not take away: blocks that nobody looks at (their leak, their double free), searches whose result is
 * plain if nothing goes wrong, uses of null pointers.
 */
const KEPT_BY_OPTIMISER = [
  ...['malloc', 'calloc', 'realloc', 'reallocarray', 'free', 'aligned_alloc', 'memalign', 'posix_memalign'],
  ...['strdup', 'strndup', 'memcpy', 'memmove', 'memset', 'memcmp', 'memchr', 'strlen', 'strnlen', 'strcpy', 'strncpy'],
  ...[
    'stpcpy',
    'strcat',
    'strncat',
    'strcmp',
    'strncmp',
    'strchr',
    'strrchr',
    'strstr',
    'strpbrk',
    'strspn',
    'strcspn',
  ],
  ...['wcslen', 'printf', 'fprintf', 'sprintf', 'snprintf', 'puts', 'fputs', 'fwrite', 'strtol', 'strtoul', 'atoi'],
]
  .map((name) => `-fno-builtin-${name}`)
  .concat('-fno-delete-null-pointer-checks');

/** Ours go first: they supply what wasi-libc lacks. Then clang's own, then wasi-libc's. */
const HEADERS = ['heapscope/include', 'include', 'include/wasm32-wasip1'];
const SHIM = `/${SYSROOT}/heapscope/heapscope.o`;
/** Redzones before the first variables, so it goes before all that have any. */
const CRT1 = `/${SYSROOT}/heapscope/start/crt1.o`;
const BEFORE_GLOBALS = `/${SYSROOT}/heapscope/start/before-globals.o`;

/** What wasi-libc lacks, and what must be as on Linux; so it goes before wasi-libc. */
const LINUX_LIBRARY = `/${SYSROOT}/heapscope/liblinux.a`;
/** What of it wasi-libc has, but with a meaning of its own: for programs with the shim. */
const CHECKED_LIBRARY = `/${SYSROOT}/heapscope/libchecked.a`;
const COMMON_LIBRARY = `/${SYSROOT}/heapscope/libcommon.a`;
/** In the order of the link: what is in two of them comes from the first. */
export const LIBRARY_FILES: readonly string[] = [
  ...['libwasi-emulated-mman.a', 'libwasi-emulated-signal.a', 'libwasi-emulated-process-clocks.a'],
  ...['libwasi-emulated-getpid.a', 'libsetjmp.a', 'libm.a', 'libc-printscan-long-double.a', 'libc.a'],
]
  .map((name) => `lib/wasm32-wasip1/${name}`)
  .concat('lib/wasm32-unknown-wasip1/libclang_rt.builtins.a');

/** Parts of wasi-libc's headers that want to be asked for. */
export const EMULATED = ['MMAN', 'SIGNAL', 'PROCESS_CLOCKS', 'GETPID'];

/**
 * setjmp and longjmp throw and catch WebAssembly exceptions, of the kind that all browsers have had for long. Only functions that
 * call setjmp look any different for it.
 */
export const LONG_JUMPS = [
  ...['-target-feature', '+exception-handling', '-exception-model=wasm'],
  ...['-mllvm', '-wasm-enable-sjlj', '-mllvm', '-wasm-use-legacy-eh=true'],
];

/**
 * Thread-local variables stay what they are only where clang may make atomic instructions too; else they become plain globals.
 * They are addressed from `__tls_base`, which each thread has its own value of.
 */
const THREAD_LOCALS = ['atomics', 'bulk-memory', 'mutable-globals'].flatMap((name) => ['-target-feature', `+${name}`]);

/** What has no meaning for this target as clang sees it, and is known here from the call slots. */
const RETURN_ADDRESS = [
  '-D__builtin_return_address(level)=(__extension__({ void *__heapscope_return_address(unsigned); __heapscope_return_address(level); }))',
  '-D__builtin_extract_return_addr(address)=(address)',
];

const DIAGNOSTIC_FORMAT = [
  '-fdiagnostics-parseable-fixits',
  '-fdiagnostics-print-source-range-info',
  ...['-fmessage-length=0', '-ferror-limit', '50'],
];

/** What gcc 12 only warns of, so that old programs are built and run as they always were (`parentheses`: for `a < b < c`). */
const ONLY_WARNINGS = [
  'implicit-function-declaration',
  'implicit-int',
  'int-conversion',
  'incompatible-pointer-types',
  'incompatible-function-pointer-types',
  'return-mismatch',
  'parentheses',
].map((name) => `-Wno-error=${name}`);

/** For every cc1 run, whatever it makes. */
function frontEndArguments(source: string, flags: UnderstoodFlags): string[] {
  return [
    ...[
      'clang',
      '-cc1',
      '-triple',
      'wasm32-unknown-wasip1',
      `-O${flags.optimize}`,
      '-disable-free',
      '-disable-llvm-verifier',
    ],
    ...['-clear-ast-before-backend', '-main-file-name', source.slice(source.lastIndexOf('/') + 1)],
    ...['-mrelocation-model', 'static', '-mframe-pointer=none', '-ffp-contract=on', '-fno-rounding-math'],
    ...LONG_JUMPS,
    ...['-mconstructor-aliases', '-target-cpu', 'generic', '-fvisibility=hidden', '-fgnuc-version=4.2.1'],
    ...['-resource-dir', `/${SYSROOT}`, '-isysroot', `/${SYSROOT}`],
    ...(flags.systemHeaders ? HEADERS : []).flatMap((directory) => ['-internal-isystem', `/${SYSROOT}/${directory}`]),
    ...EMULATED.map((name) => `-D_WASI_EMULATED_${name}`),
    ...RETURN_ADDRESS,
    ...DIAGNOSTIC_FORMAT,
    ...ONLY_WARNINGS,
    ...flags.arguments,
  ];
}

export function checkArguments(source: string, flags: UnderstoodFlags): string[] {
  return [...frontEndArguments(source, flags), '-fsyntax-only', '-x', 'c', source];
}

/** `plain`: without redzones. `threadLocals`: the program may have thread-local variables. */
export function compileArguments(
  source: string,
  flags: UnderstoodFlags,
  plain: boolean,
  threadLocals = false,
): string[] {
  return [
    ...frontEndArguments(source, flags),
    ...(threadLocals ? THREAD_LOCALS : []),
    ...['-emit-obj', '-debug-info-kind=constructor', `-dwarf-version=${flags.dwarfVersion}`, '-debugger-tuning=gdb'],
    ...['-fdebug-compilation-dir=/'],
    ...(plain ? [] : [...REDZONES, ...flags.sanitizers]),
    ...(plain || flags.optimize === '0' ? [] : KEPT_BY_OPTIMISER),
    ...(flags.optimize === '2' || flags.optimize === '3' ? ['-vectorize-loops', '-vectorize-slp'] : []),
    ...['-o', objectPath(source), '-x', 'c', source],
  ];
}

/** The option of clang's warning of a division by a constant zero. */
export const DIVIDES_BY_ZERO = '-Wdivision-by-zero';
/**
 * Has every division look at its divisor. Without it a number divided by a constant zero is no division any more, but any value at all,
 * where gcc's code is stopped by SIGFPE. Only for units that clang warns of, as all divisions take longer.
 */
export const ZERO_DIVISIONS = ['-fsanitize=integer-divide-by-zero', '-fsanitize-minimal-runtime'];

/** All names that clang gives to main, by its type; wasm-ld is asked where they are defined. */
const MAIN_SYMBOLS = ['main', '__main_void', '__main_argc_argv'];

/** What the engine must know of the linked program; wasm-ld makes them, as globals with constant values. */
export const EXPORTED_GLOBALS = [
  '__heap_base',
  '__data_end',
  '__global_base',
  '__stack_low',
  '__stack_high',
  '__stack_pointer',
] as const;

export interface LinkOptions {
  /** Without the checker's shim. */
  readonly plain: boolean;
  /** `common`: only the objects that most programs use, which is quicker; see scripts/build-toolchain/common-library.ts. */
  readonly libraries: 'common' | 'all';
  /** The object of wasm/start/ to link, if the program's main needs one. */
  readonly start?: string | undefined;
  /** Functions to keep although nothing calls them as the type that they have: calls come through stubs of the linker's. */
  readonly kept?: readonly string[];
}

export function linkArguments(
  sources: readonly string[],
  { plain, libraries, start, kept = [] }: LinkOptions,
): string[] {
  return [
    ...['wasm-ld', '-m', 'wasm32', '-z', `stack-size=${STACK_BYTES}`, '--stack-first'],
    ...EXPORTED_GLOBALS.map((name) => `--export=${name}`),
    ...kept.map((name) => `--export=${name}`),
    '--export-if-defined=__tls_base',
    // wasm/libc/prompt.c
    '--wrap=__stdio_read',
    CRT1,
    ...(plain ? [] : [BEFORE_GLOBALS]),
    ...sources.map(objectPath),
    ...(start ? [`/${SYSROOT}/heapscope/start/${start}.o`] : []),
    ...[...MAIN_SYMBOLS, ...FAILING_FUNCTIONS, ...Object.keys(REMOVED_FROM_GLIBC)].map(
      (name) => `--trace-symbol=${name}`,
    ),
    ...(plain ? [] : [SHIM, CHECKED_LIBRARY]),
    LINUX_LIBRARY,
    ...(libraries === 'all' ? LIBRARY_FILES.map((path) => `/${SYSROOT}/${path}`) : [COMMON_LIBRARY]),
    ...['-o', PROGRAM],
  ];
}
