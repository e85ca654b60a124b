import { Layout } from '../instrument/memory-layout.ts';
import { LeakKind } from '../leaks/reachability.ts';
import type { PreparedProgram } from './prepare.ts';
import type { ProgramState } from './program-state.ts';

/** libc functions whose result belongs to the caller; what other libc functions allocate is libc's own. */
const GIVES_OWNERSHIP = new Set([
  'strdup',
  '__strdup',
  'strndup',
  '__strndup',
  'getline',
  'getdelim',
  '__getdelim',
  'asprintf',
  'vasprintf',
  'realpath',
  'getcwd',
  '__scandir',
  'backtrace_symbols',
  'open_memstream',
  'wcsdup',
  'tempnam',
  // What these make stays until the caller has it freed by regfree, globfree, tdelete and their like.
  ...['regcomp', 'glob', 'tsearch', 'newlocale', 'duplocale', '__duplocale', 'iconv_open'],
  ...['fts_open', 'open_wmemstream', 'get_current_dir_name', 'canonicalize_file_name'],
  ...['argz_create', 'argz_create_sep', 'argz_append', 'argz_add', 'argz_add_sep', 'argz_insert', 'argz_replace'],
  ...['envz_add', 'envz_merge'],
]);
/** What the environment's strings are kept in. Memcheck has glibc free it before it looks, so what it alone points to is lost. */
const KEEP_ENVIRONMENT = new Set(['putenv', '__putenv', 'setenv', '__setenv']);
/** libc puts off making the environment until it is used; on Linux it is there from the start. */
const STARTS_LATE = '__wasilibc_ensure_environ';
/** libc functions that allocate what stays libc's, but is the caller's to close: a stream, a directory. */
const OPENS = new Set(['__fdopen', 'fmemopen', 'fopencookie', 'popen', 'fdopendir']);

/** Tells by the stack of an allocation whose memory it is. */
export class BlockOwners {
  constructor(
    private readonly program: PreparedProgram,
    private readonly state: ProgramState,
  ) {}

  /** Whether libc allocated for itself (streams, its start-up), not for its caller. */
  isLibcs(stack: number): boolean {
    return this.ownerOf(stack) !== 'user';
  }

  /** Blocks of libc's start-up, and what libc keeps for itself and can still reach. */
  isLibcsOwn(stack: number, kind: LeakKind): boolean {
    const owner = this.ownerOf(stack);
    return owner === 'start-up' || this.keepsNothing(stack) || (owner === 'libc' && kind === LeakKind.stillReachable);
  }

  /** Whether what the block points to is no less lost for it. */
  keepsNothing(stack: number): boolean {
    return KEEP_ENVIRONMENT.has(this.callOf(stack).called ?? '');
  }

  /** Whose memory it is: a user's function asked for it (itself, or through a libc function that gives it away), or libc did. */
  private ownerOf(stack: number): 'user' | 'to-close' | 'libc' | 'start-up' {
    const { byUser, called, innermost } = this.callOf(stack);
    if (!byUser) return 'start-up';
    if (called === undefined || GIVES_OWNERSHIP.has(called)) return 'user';
    return OPENS.has(innermost!) ? 'to-close' : 'libc';
  }

  /** The libc function that the user's code called, if it called one, and the innermost one. Not by the user: libc's start-up. */
  private callOf(stack: number): { byUser: boolean; called: string | undefined; innermost: string | undefined } {
    const { instrumented } = this.program;
    const { words } = this.state;
    const { importedFunctions, names } = instrumented.module;
    let called: string | undefined;
    let innermost: string | undefined;
    for (let node = stack; node !== 0; node = words[(Layout.NODES_BASE >> 2) + node * 2]!) {
      const functionIndex = instrumented.sites.functionIndex[words[(Layout.NODES_BASE >> 2) + node * 2 + 1]!]!;
      if (instrumented.roles[functionIndex - importedFunctions] === 'user') return { byUser: true, called, innermost };
      called = names.functions.get(functionIndex) ?? '';
      if (called === STARTS_LATE) return { byUser: false, called, innermost };
      innermost ??= called;
    }
    return { byUser: false, called, innermost };
  }
}
