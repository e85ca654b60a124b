/** In English, of each kind of finding: its usual cause, and its usual fix. */
import type { Finding, FindingName, LeakKind, MisuseFinding } from '../replay/findings.ts';
import type { TrapReason } from '../trace/recording.ts';
import type { Explanation } from './messages.ts';

/** What a leak of each kind is said to be, and its explanation. */
export const LEAKS: Readonly<Record<LeakKind, { readonly title: string } & Explanation>> = {
  'definitely-lost': {
    title: 'definitely lost: no pointer to them is left',
    cause: 'The last pointer to the block went out of scope or was overwritten before the block was freed.',
    fix: 'Call free() while a pointer to the block is still at hand, on every way out of the function.',
  },
  'indirectly-lost': {
    title: 'indirectly lost: only lost blocks point to them',
    cause: 'The blocks can only be reached through another block that is lost itself.',
    fix: 'Free the structure from its ends: first what a node points to, then the node.',
  },
  'possibly-lost': {
    title: 'possibly lost: only pointers into their middle are left',
    cause: 'The pointer that malloc() gave was moved, and the start of the block is stored nowhere.',
    fix: 'Keep the pointer that malloc() gave for free(), and walk with a copy of it.',
  },
  'still-reachable': {
    title: 'still reachable at exit, and never freed',
    cause: 'A global or static variable still points to the block when the program ends.',
    fix: 'Nothing is lost here; free the block before exit if every allocation should have its free().',
  },
  'shared-segment': {
    title: 'still there after the last process: shared memory that nobody removed',
    cause: 'Detaching a segment of shmget() does not remove it, and neither does the end of the program.',
    fix: 'Call shmctl(id, IPC_RMID, NULL) once all processes have attached the segment: it goes with the last of them.',
  },
};

const EXPLANATIONS: Readonly<Record<Exclude<FindingName, 'leak'>, Explanation>> = {
  'double-free': {
    cause: 'Two parts of the program hold a pointer to the block, and each of them frees it; or one does so twice.',
    fix: 'Let exactly one place own the block; set a pointer to NULL after free(), since free(NULL) does nothing.',
  },
  'invalid-free': {
    cause:
      'The pointer was moved after malloc(), or it never came from malloc(): a local, a global or a string literal.',
    fix: 'Pass free() exactly what malloc(), calloc() or realloc() gave, and nothing else.',
  },
  'use-after-free': {
    cause:
      'A pointer that was kept is used after the block was freed: often a copy, or the one from before realloc() moved the block.',
    fix: 'Free a block only after its last use, and set every pointer to it to NULL or to the new block.',
  },
  'use-after-return': {
    cause: 'The address of a local variable was returned or stored, and the function has ended since.',
    fix: 'Return the value itself, let the caller provide the memory, or allocate it with malloc().',
  },
  'use-after-scope': {
    cause: 'A pointer still leads to a variable whose { } block has ended.',
    fix: 'Declare the variable in the block in which the pointer lives.',
  },
  'heap-buffer-overflow': {
    cause: 'An index or a length is too large by one or more, or the final 0 of a string was not counted.',
    fix: 'Allocate for all elements (for a string: strlen() + 1), and stop the loop before the end, with < instead of <=.',
  },
  'heap-buffer-underflow': {
    cause: 'An index is negative, or a pointer was moved back past the first element.',
    fix: 'Check that the index is at least 0 before it is used.',
  },
  'stack-buffer-overflow': {
    cause: 'An index or a length is too large for a local array, or an index is below 0.',
    fix: 'Compare the index with the number of elements, and give functions that fill a buffer its size.',
  },
  'global-buffer-overflow': {
    cause: 'An index is too large for a global or static array; often something is counted from 1.',
    fix: 'Compare the index with the number of elements: the last one is at n - 1.',
  },
  'uninitialised-read': {
    cause: 'A variable or a block from malloc() was used before a value was stored in all of it.',
    fix: 'Give variables a value where they are declared; use calloc() for memory that has to begin with zeros.',
  },
  'null-dereference': {
    cause: 'A function that may give NULL did (a search, malloc(), fopen()), and its result was not checked.',
    fix: 'Test the pointer before the first use of what it points to.',
  },
  'stack-overflow': {
    cause: 'A recursion never reaches its end, or local arrays are larger than the stack.',
    fix: 'Check the condition that ends the recursion; put large arrays on the heap.',
  },
  'overlapping-memcpy': {
    cause: 'Bytes are moved within one array: the source and the target have bytes in common.',
    fix: 'Use memmove(), which allows that.',
  },
  'bad-malloc-size': {
    cause: 'A difference that went below zero, or a product that is too large, was converted to size_t.',
    fix: 'Check the number before the call; malloc() gives NULL for such a size.',
  },
  'division-by-zero': {
    cause:
      'The divisor is zero: often a count or a length of something empty. (Or the smallest number is divided by -1.)',
    fix: 'Handle the empty case before dividing.',
  },
  'out-of-memory': {
    cause: 'The program holds more memory than there is, often because nothing is freed in a loop.',
    fix: 'Free what is no longer needed, and check every result of malloc() for NULL.',
  },
  deadlock: {
    cause: 'Each of them waits for something that only another one could give.',
    fix: 'Take locks in the same order everywhere, and close the ends of pipes that are not used.',
  },
  trap: {
    cause: 'The program did something that the machine can’t do.',
    fix: 'Look at the line above and at the values that reach it.',
  },
  'undefined-behaviour': {
    cause: 'The operation has no meaning in C for these values.',
    fix: 'Check the values before the operation, or use a type in which the result fits.',
  },
};

/** A trap that has to do with a constant. */
const CONSTANT_WRITTEN: Explanation = {
  cause:
    'A char * was set to a string literal, or a const variable was written through a cast: such bytes can only be read.',
  fix: 'Make the string an array of its own, char s[] = "...", or copy it with strdup(); leave const variables as they are.',
};

/** A trap of an access to what was mapped before. */
const UNMAPPED: Explanation = {
  cause: 'A pointer into memory from mmap() or shmat() was kept, and munmap() or shmdt() has taken that memory away.',
  fix: 'Unmap memory after its last use, and set the pointers into it to NULL.',
};

/** A trap of an access elsewhere. */
const NO_MEMORY: Explanation = {
  cause:
    'The pointer holds a number that is no address: it was never set, was overwritten, or an index is far too large. (Or the memory was mapped without the right to do this.)',
  fix: 'Look where the pointer got its value, and compare the index with the number of elements.',
};

/** A trap of no access, by what the machine says of it. */
const FAULTS: Partial<Record<TrapReason, Explanation>> = {
  'null-function': {
    cause: 'A variable for the address of a function is NULL: nothing was stored in it, or a search found nothing.',
    fix: 'Store a function in it before the call, or test it first: if (f != NULL) f();',
  },
  'bad-function-pointer': {
    cause: 'The pointer leads to no function, or was cast from a function with other parameters or another result.',
    fix: 'Declare the pointer with exactly the type of the functions it is given, and leave out the cast.',
  },
  'float-to-integer': {
    cause: 'The number is too large for the integer type, infinite, or not a number (NaN).',
    fix: 'Compare it with the limits of the type before it is converted.',
  },
  unreachable: {
    cause: 'A function that must give a value came to its end without return.',
    fix: 'Return a value on every way out of the function.',
  },
};

function trapExplanation({ constant, unmapped, access }: MisuseFinding, reason: TrapReason | undefined): Explanation {
  if (constant) return CONSTANT_WRITTEN;
  if (unmapped) return UNMAPPED;
  if (access) return NO_MEMORY;
  return (reason && FAULTS[reason]) ?? EXPLANATIONS.trap;
}

/** Of libc's own that is reachable only this is told: what is the caller's to close. */
const LEFT_OPEN: Explanation = {
  cause: 'The C library allocated it for a stream or a directory that was opened here and never closed.',
  fix: 'Close it before exit: fclose() after fopen(), closedir() after opendir(), pclose() after popen().',
};

export function englishExplanation(finding: Finding, reason?: TrapReason): Explanation {
  if (finding.kind === 'trap') return trapExplanation(finding, reason);
  if (finding.kind === 'leak' && finding.libc && finding.leak === 'still-reachable') return LEFT_OPEN;
  const { cause, fix } = finding.kind === 'leak' ? LEAKS[finding.leak] : EXPLANATIONS[finding.kind];
  return { cause, fix };
}
