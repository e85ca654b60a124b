/** The -fsanitize= family: which checks of undefined behaviour clang is to insert; those of memory are there always. */
import type { UnderstoodFlags } from './flags.ts';

/** What `-fsanitize=undefined` stands for in C, without what needs a C++ runtime or function types before each function. */
const UNDEFINED = [
  ...['alignment', 'array-bounds', 'bool', 'builtin', 'enum', 'integer-divide-by-zero', 'nonnull-attribute', 'null'],
  ...['object-size', 'pointer-overflow', 'return', 'returns-nonnull-attribute', 'shift-base', 'shift-exponent'],
  ...['signed-integer-overflow', 'unreachable', 'vla-bound'],
];
const IMPLICIT_CONVERSION = [
  ...['implicit-unsigned-integer-truncation', 'implicit-signed-integer-truncation', 'implicit-integer-sign-change'],
];

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  undefined: UNDEFINED,
  bounds: ['array-bounds'],
  shift: ['shift-base', 'shift-exponent'],
  'implicit-conversion': IMPLICIT_CONVERSION,
  'implicit-integer-conversion': IMPLICIT_CONVERSION,
  'implicit-integer-truncation': IMPLICIT_CONVERSION.slice(0, 2),
  integer: [
    ...['signed-integer-overflow', 'unsigned-integer-overflow', 'shift-base', 'shift-exponent'],
    ...['integer-divide-by-zero', ...IMPLICIT_CONVERSION],
  ],
  nullability: ['nullability-arg', 'nullability-assign', 'nullability-return'],
};

const SINGLE = new Set([
  ...Object.values(GROUPS).flat(),
  ...['float-cast-overflow', 'float-divide-by-zero', 'unsigned-integer-overflow', 'unsigned-shift-base'],
]);

/** What the checker does without being asked. */
const ALWAYS_ON = new Set(['address', 'leak', 'memory', 'kernel-address', 'pointer-compare', 'pointer-subtract']);
/** Parts of groups that can't be had here, or that C has no use for. */
const NOTHING = new Set(['function', 'vptr', 'local-bounds', 'implicit-bitfield-conversion', 'undefined-trap']);

type Complain = (severity: 'error' | 'warning', message: string) => void;

/** Follows the flags in their order, as clang's driver does: a later one undoes an earlier one. */
export class SanitizerFlags {
  readonly #checked = new Set<string>();
  readonly #recover = new Set<string>(SINGLE);
  readonly #trap = new Set<string>();

  /** False if the flag is none of these. */
  take(flag: string, complain: Complain): boolean {
    const parts = /^-f(no-)?sanitize(-recover|-trap)?(?:=(.*))?$/.exec(flag);
    if (flag === '-fsanitize-undefined-trap-on-error') UNDEFINED.forEach((kind) => this.#trap.add(kind));
    else if (/^-f(no-)?sanitize-(address|memory|coverage|blacklist|ignorelist)/.test(flag)) return true;
    else if (!parts || (!parts[2] && parts[3] === undefined)) return false;
    else {
      const [, no, what, kinds = 'all'] = parts;
      const set = what === '-recover' ? this.#recover : what === '-trap' ? this.#trap : this.#checked;
      for (const kind of kinds.split(',')) this.#change(set, no === undefined, kind, flag, complain);
    }
    return true;
  }

  #change(set: Set<string>, add: boolean, kind: string, flag: string, complain: Complain): void {
    const members = kind === 'all' ? [...SINGLE] : (GROUPS[kind] ?? (SINGLE.has(kind) ? [kind] : undefined));
    const option = flag.slice(0, flag.indexOf('=') + 1);
    if (kind === 'all' && add && set === this.#checked)
      complain('error', `unsupported argument 'all' to option '${option}'`);
    else if (members) members.forEach((member) => (add ? set.add(member) : set.delete(member)));
    else if (!ALWAYS_ON.has(kind) && !NOTHING.has(kind))
      complain('error', `unsupported argument '${kind}' to option '${option}'`);
  }

  /** For cc1, which knows no groups. */
  arguments(): UnderstoodFlags['sanitizers'] {
    const checked = [...this.#checked];
    const option = (name: string, kinds: readonly string[]): string[] =>
      kinds.length > 0 ? [`-fsanitize${name}=${kinds.join(',')}`] : [];
    return [
      ...option('', checked),
      ...option(
        '-recover',
        checked.filter((kind) => this.#recover.has(kind) && kind !== 'unreachable' && kind !== 'return'),
      ),
      ...option(
        '-trap',
        checked.filter((kind) => this.#trap.has(kind)),
      ),
    ];
  }
}
