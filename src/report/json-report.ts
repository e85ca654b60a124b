/**
 * The object that `--json` prints: one on stdout, in one line. Fields are only ever added; a change of meaning bumps
 * `version`. Steps count the statements that had begun; addresses and sizes are in bytes.
 */
import type { SourcePosition } from '../compile/compile.ts';
import type { LeakKind } from '../replay/findings.ts';
import type { Wait } from '../replay/system.ts';
import { type JsonProcess } from './json-processes.ts';
import type { ScheduleDifference } from './messages.ts';
import { type LeakTotals } from './selection.ts';

export const JSON_VERSION = 1;

export interface JsonReport {
  readonly version: typeof JSON_VERSION;
  /** Null when there was no run: the program could not be compiled, or the command's input could not be read. */
  readonly exit: JsonExit | null;
  /** What the program wrote, as UTF-8 with U+FFFD for bytes that aren't. */
  readonly stdout: string;
  readonly stderr: string;
  readonly allocations: JsonAllocations;
  /** Misuse in the order in which it happened, then leaks. */
  readonly findings: readonly JsonFinding[];
  /** Sums of each kind of leak, as memcheck's leak summary; leaks that `--leak-check` or `--show-leak-kinds` hide count too. */
  readonly leaks: LeakTotals;
  /** Findings that `--suppress` keeps out. */
  readonly suppressed: number;
  /** Allocations that `--fail-malloc` made fail. */
  readonly failures?: readonly JsonFailure[];
  /** Where there was more than one: how each of them ended, and which stayed zombies. */
  readonly processes?: readonly JsonProcess[];
  /** With `--explore`: how many schedules were tried, and the first that made a difference (`--schedule random:SEED` repeats it). */
  readonly explored?: {
    readonly tried: number;
    readonly found?: { readonly seed: number; readonly difference: ScheduleDifference };
  };
  /** Of the compiler, warnings included. */
  readonly diagnostics: readonly JsonDiagnostic[];
  /** Only in reports of a recording that is damaged: what came before the damage is reported. */
  readonly damage?: { readonly offset: number; readonly reason: string };
}

export interface JsonFailure extends JsonStackAt {
  /** Which allocation it was, counted from 1. */
  readonly number: number;
  readonly size: number;
  /** With `every`: how the run ended in which only this one failed. */
  readonly exit?: JsonExit;
}

export type JsonExit =
  | { readonly kind: 'exit'; readonly code: number }
  /** `reason`: as `TrapReason` spells it; `message`: in words. */
  | { readonly kind: 'trap'; readonly reason: string; readonly message: string }
  | { readonly kind: 'killed'; readonly reason: string }
  /** `reason`: time, steps, memory or output; `limit` in seconds, steps or bytes. */
  | { readonly kind: 'limit'; readonly reason: string; readonly limit: number };

export interface JsonAllocations {
  /** Successful allocations of the program's own; a realloc that moved or grew a block is one, and a free. */
  readonly count: number;
  readonly frees: number;
  /** Of all allocations together. */
  readonly bytes: number;
  /** What the C library allocated for itself besides: streams, their buffers. */
  readonly libc: { readonly count: number; readonly bytes: number };
  /** The most that was allocated at one time, the C library's own included: the peak that the page shows. */
  readonly peakBytes: number;
}

export interface JsonFinding {
  /** leak, double-free, invalid-free, use-after-free, ...: `FINDING_NAMES`. */
  readonly kind: string;
  /** One sentence: what happened. */
  readonly message: string;
  /** The usual cause and the usual fix, a sentence or two each. */
  readonly cause: string;
  readonly fix: string;
  readonly address?: number;
  readonly access?: 'read' | 'write';
  /** Of the access, or of the request. */
  readonly size?: number;
  /** The block that the access missed or hit, and how far away it was. */
  readonly block?: {
    readonly address: number;
    readonly size: number;
    /** before: `distance` bytes before its start; inside: after its start; after: after its end. */
    readonly where: 'before' | 'inside' | 'after';
    readonly distance: number;
  };
  /** Likewise the variable (of this function; absent for one of a file), with the element that an array would have there. */
  readonly variable?: {
    readonly name: string;
    readonly type: string;
    readonly size: number;
    readonly function?: string;
    readonly file: string;
    readonly line: number;
    readonly where: 'before' | 'inside' | 'after';
    readonly distance: number;
    readonly index?: number;
  };
  /** trap, invalid-free: the constant that was written to or freed; without a name it is a string literal. */
  readonly constant?: Omit<NonNullable<JsonFinding['variable']>, 'name' | 'index'> & { readonly name?: string };
  /** What was accessed, as the program would write it: 'p[10]', 'node->next'. */
  readonly expression?: string;
  /** uninitialised-read: where the value came from, a block as it was allocated, a local variable, or what alloca() gave; absent where not known. */
  readonly origin?:
    | { readonly size: number; readonly allocated: JsonStackAt }
    | { readonly variable: NonNullable<JsonFinding['variable']> }
    | { readonly size: number; readonly alloca: Pick<JsonStackAt, 'stack'> };
  /** stack-overflow: calls in progress; `stack` has the outermost and the innermost of them. */
  readonly calls?: number;
  /** Leaks: all blocks of the group together, and how many they are. */
  readonly bytes?: number;
  readonly blocks?: number;
  readonly leak?: LeakKind;
  /** How often it happened at this place with this stack; the rest is about the first time. */
  readonly count: number;
  readonly step: number;
  readonly process: number;
  /** Index among the process's threads; 0 runs main. */
  readonly thread: number;
  /** deadlock: who waits for what. `wait.reason` and its other fields are those of the system: see `Wait` in src/replay/system.ts. */
  readonly waits?: readonly {
    readonly process: number;
    readonly pid: number;
    readonly thread: number;
    readonly message: string;
    readonly wait: Wait;
  }[];
  /** Innermost first. For a leak: of the allocation. */
  readonly stack: readonly JsonFrame[];
  readonly allocated?: JsonStackAt;
  readonly freed?: JsonStackAt;
  /** An access to memory that was mapped before: where munmap or shmdt took it away. */
  readonly unmapped?: JsonStackAt;
  /** With `--fail-malloc every`: after the failure of which allocations it happens (and not when none fails). */
  readonly failedAllocations?: readonly number[];
  /** Leaks, where the run is short enough to tell: the statement after which no pointer to the (first) block was left. */
  readonly lost?: JsonStackAt;
}

export interface JsonStackAt {
  readonly stack: readonly JsonFrame[];
  readonly step: number;
}

export interface JsonFrame {
  readonly function: string;
  /** '' and 0 where there is no debug information. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Only in frames of the C library. */
  readonly libc?: true;
}

export interface JsonDiagnostic {
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  /** '' and 0 where it isn't about a place. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As '-Wunused-variable'. */
  readonly option?: string;
  /** What clang underlines; ends are exclusive. Absent where there is nothing. */
  readonly ranges?: readonly JsonRange[];
  /** Clang's proposals: `replacement` for what the range holds (nothing where start and end are one). Absent where there are none. */
  readonly fixIts?: readonly (JsonRange & { readonly replacement: string })[];
  readonly notes: readonly JsonDiagnostic[];
}

export interface JsonRange {
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}
