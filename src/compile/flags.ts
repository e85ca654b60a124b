import type { Diagnostic } from './compile.ts';
import { withoutPlace } from './diagnostic.ts';
import { SanitizerFlags } from './sanitizers.ts';

/**
 * What a person may write after the file names, turned into arguments of clang's compiler proper (cc1).
 *
 * clang's driver does this in a run of its own that costs as much as compiling; and it accepts much that makes no
 * sense here (other targets, stages, linkers). So the flags that C programs are built with are listed, the rest is
 * refused in the driver's words.
 */
export interface UnderstoodFlags {
  /** For cc1, in the person's order. */
  readonly arguments: readonly string[];
  readonly dwarfVersion: 4 | 5;
  readonly optimize: '0' | '1' | '2' | '3' | 's' | 'z';
  /** For cc1 where the checker is linked: checks of undefined behaviour. */
  readonly sanitizers: readonly string[];
  /** -nostdinc: no system headers. */
  readonly systemHeaders: boolean;
  /** Errors, and warnings about flags that have no effect here. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Flags with a value, either joined (-DNAME) or as the next word (-D NAME). */
const WITH_VALUE = ['-D', '-U', '-I', '-include', '-imacros', '-isystem', '-iquote', '-idirafter'];

/** Passed on as they are. */
const PLAIN = new Set([
  ...['-w', '-pedantic', '-pedantic-errors', '-undef', '-trigraphs'],
  ...['-fno-builtin', '-fshort-enums', '-fwrapv', '-fpack-struct', '-fms-extensions', '-fblocks'],
  ...['-fno-math-errno', '-ffast-math', '-ffinite-math-only', '-fno-signed-zeros', '-freciprocal-math'],
  ...[
    '-fdollars-in-identifiers',
    '-fno-dollars-in-identifiers',
    '-fgnu89-inline',
    '-fgnu-keywords',
    '-fno-gnu-keywords',
  ],
  ...['-fno-inline', '-fno-inline-functions', '-finline-functions', '-fno-unroll-loops', '-funroll-loops'],
  ...['-ffreestanding', '-fno-spell-checking', '-ffunction-sections', '-fdata-sections'],
  ...['-fvisibility=default', '-fvisibility=hidden', '-ftrapping-math', '-fno-trapping-math'],
]);

/** Spelled differently by cc1. */
const RENAMED: Readonly<Record<string, readonly string[]>> = {
  '-ansi': ['-std=c89'],
  '-fno-strict-aliasing': ['-relaxed-aliasing'],
  '-funsigned-char': ['-fno-signed-char'],
  '-fno-signed-char': ['-fno-signed-char'],
  '-fhosted': [],
  '-Wpedantic': ['-pedantic'],
};

/** The default already, or about machine code that isn't made here: accepted so that makefiles' lines can be pasted. */
const WITHOUT_EFFECT = new Set([
  ...[
    '-g',
    '-g0',
    '-g1',
    '-g2',
    '-g3',
    '-ggdb',
    '-ggdb3',
    '-gdwarf',
    '-c',
    '-pipe',
    '-static',
    '-s',
    '-pthread',
    '-rdynamic',
  ],
  ...[
    '-fstrict-aliasing',
    '-fsigned-char',
    '-fno-unsigned-char',
    '-fbuiltin',
    '-fno-wrapv',
    '-fmath-errno',
    '-fno-fast-math',
  ],
  ...['-fomit-frame-pointer', '-fno-omit-frame-pointer', '-fno-common', '-fno-inline-small-functions', '-fno-plt'],
  ...[
    '-fPIC',
    '-fpic',
    '-fPIE',
    '-fpie',
    '-fno-pic',
    '-fno-pie',
    '-pie',
    '-no-pie',
    '-fno-short-enums',
    '-fno-gnu89-inline',
  ],
  ...['-fno-stack-protector', '-fstack-protector', '-fstack-protector-strong', '-fstack-protector-all', '-fexceptions'],
  ...['-fno-exceptions', '-fno-asynchronous-unwind-tables', '-fasynchronous-unwind-tables', '-funwind-tables'],
  ...[
    '-fno-diagnostics-color',
    '-fdiagnostics-color',
    '-fcolor-diagnostics',
    '-fno-color-diagnostics',
    '-march=native',
  ],
  ...['-mtune=native', '-m32', '-fcommon'],
]);

/** wasi-libc holds these, or they are linked always. */
const KNOWN_LIBRARIES = new Set(['m', 'c', 'rt', 'dl', 'pthread', 'util', 'crypt']);

const OPTIMIZATION: Readonly<Record<string, UnderstoodFlags['optimize']>> = {
  ...{ '-O': '1', '-O0': '0', '-O1': '1', '-Og': '1', '-O2': '2', '-O3': '3', '-O4': '3', '-Ofast': '3' },
  ...{ '-Os': 's', '-Oz': 'z' },
};

/** Never throws: what isn't understood becomes a diagnostic. Warnings -Wall -Wextra come first, so that -w undoes them. */
export function understandFlags(flags: readonly string[]): UnderstoodFlags {
  const cc1: string[] = ['-Wall', '-Wextra'];
  const diagnostics: Diagnostic[] = [];
  const state = { dwarfVersion: 4 as 4 | 5, optimize: '0' as UnderstoodFlags['optimize'], systemHeaders: true };
  const sanitizers = new SanitizerFlags();
  const complain = (severity: 'error' | 'warning', message: string) =>
    diagnostics.push(withoutPlace(severity, message));

  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i] ?? '';
    const prefix = WITH_VALUE.find((name) => flag.startsWith(name));
    const level = OPTIMIZATION[flag];
    if (prefix) {
      const value = flag.length > prefix.length ? flag.slice(prefix.length) : flags[++i];
      if (value === undefined) complain('error', `argument to '${prefix}' is missing (expected 1 value)`);
      else cc1.push(prefix, value);
    } else if (level) state.optimize = level;
    else if (PLAIN.has(flag)) cc1.push(flag);
    else if (RENAMED[flag]) cc1.push(...RENAMED[flag]);
    else if (flag === '-gdwarf-4' || flag === '-gdwarf-5') state.dwarfVersion = flag === '-gdwarf-5' ? 5 : 4;
    else if (flag === '-nostdinc') state.systemHeaders = false;
    else if (flag === '-o' || flag.startsWith('-o')) {
      if (flag === '-o') i++;
      complain('warning', `'-o' has no effect: the program is run at once, not written to a file`);
    } else if (flag === '-x') {
      const language = flags[++i];
      if (language !== 'c') complain('error', `language not supported: '${language ?? ''}'; only C is`);
    } else if (/^-W(?![lap],)/.test(flag) || /^-std=/.test(flag) || /^-fno-builtin-\w+$/.test(flag)) cc1.push(flag);
    else if (/^-[lL]/.test(flag)) {
      const name = flag.length > 2 ? flag.slice(2) : (flags[++i] ?? '');
      if (flag.startsWith('-l')) complainAboutLibrary(name, complain);
    } else if (!sanitizers.take(flag, complain) && !WITHOUT_EFFECT.has(flag)) complain('error', refusal(flag));
  }
  return { arguments: cc1, sanitizers: sanitizers.arguments(), diagnostics, ...state };
}

type Complain = (severity: 'error' | 'warning', message: string) => void;

function complainAboutLibrary(name: string, complain: Complain): void {
  if (KNOWN_LIBRARIES.has(name)) return;
  complain('error', `unable to find library -l${name}: only the C library is there; add the library's C files instead`);
}

function refusal(flag: string): string {
  if (flag === '-E' || flag === '-S' || flag === '-M' || flag === '-MM')
    return `'${flag}' is not supported: the program is always linked and run`;
  if (/^-(Wl|Wa|Wp),|^-X|^-T/.test(flag))
    return `unsupported argument '${flag}': assembler, preprocessor and linker run with fixed options`;
  if (/^-(march|mtune|mcpu|m(no-)?(sse|avx|fma|popcnt|bmi)|target|-target)/.test(flag)) {
    return `unsupported option '${flag}' for target 'wasm32-unknown-wasip1'`;
  }
  if (!flag.startsWith('-')) return `no such file or directory: '${flag}'`;
  return `unknown argument: '${flag}'`;
}
