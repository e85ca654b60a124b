/** What `heapscope --help` says, and what is wrong with a command line. */
import type { Damage } from '../trace/read-recording.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('en');

export const commandMessagesEn = {
  headings: { 'Usage:': 'Usage:', 'Arguments:': 'Arguments:', 'Options:': 'Options:', 'Commands:': 'Commands:' },
  /** What stands for something in the usage and the options: <file>, [options]. */
  terms: {
    options: 'options',
    command: 'command',
    words: 'words',
    recording: 'recording',
    name: 'name',
    folders: 'folders',
    submissions: 'submissions',
    number: 'number',
    how: 'how',
    kinds: 'kinds',
    rule: 'rule',
    language: 'language',
    file: 'file',
    'name=value': 'name=value',
    path: 'path',
    policy: 'policy',
    seconds: 'seconds',
    bytes: 'bytes',
    size: 'size',
    which: 'which',
    format: 'format',
  },
  /** With what else is to say of an option. */
  described: (description: string, more: readonly string[]) =>
    say('{description} ({more})', { description, more: more.join('; ') }),
  choices: (list: readonly string[]) => say('choices: {list}', { list: list.join(', ') }),
  initially: (value: string) => say('default: {value}', { value }),
  help: 'show this',
  version: 'show the version',
  about: 'Shows what a C program does with memory.',
  report: {
    errorExitcode: 'exit code when there is a finding',
    leakCheck: 'no: leaks are not reported; summary: their sums only',
    showLeakKinds: 'leaks that are shown: all, none, or some of definite,indirect,possible,reachable',
    errorsForLeakKinds: 'leaks that decide about the exit code',
    suppress: 'leave out findings: kind[:function[:file]] with * and ?, or a file of such lines (can be repeated)',
    lang: 'language of messages',
    about: 'Prints the report of a recording.',
    recording: 'a file that `--record` wrote',
    json: 'print one JSON object',
  },
  run: {
    about: 'Compiles C files, runs the program, and reports leaks and misuse of memory on stderr.',
    usage: 'FILES... [clang flags] [options] [-- ARGUMENTS...]',
    words: 'C files, and flags for clang as -DNAME=1, -Iinclude, -std=c99, -O1',
    stdin: "the program's standard input; without it, the command's own",
    record: 'keep the recording of the run',
    json: 'print one JSON object on stdout instead of the output and the report',
    env: 'an environment variable of the program, beside HOME, PATH, PWD, USER and LANG (can be repeated)',
    file: 'a file that the program finds in its own file system (can be repeated)',
    seed: "seed of the program's random numbers",
    schedule: 'who runs when: round-robin (default), random:SEED, or tasks as A,B,A.2 (its second thread)',
    explore: 'try so many schedules, until one shows something new',
    compileLimit: 'give up compiling after this long',
    timeLimit: 'end the program after this long (default: 60)',
    memoryLimit: 'memory that the program can have (default: 384)',
    outputLimit: 'what the program may print (default: 16)',
    recordingLimit: 'end the program when so much was recorded (default: 512)',
    redzone: 'around each block of the heap',
    quarantine: 'freed memory that is kept from reuse, as 64K or 16M',
    failMalloc: 'make allocations fail: the Nth, every (one a run), or random:SEED',
    stopAtFirst: 'end the program at the first finding',
  },
  native: {
    about: 'Runs a Linux program as it is, and reports leaks and misuse of memory on stderr.',
    usage: '[options] -- PROGRAM [ARGUMENTS]',
    words: 'the program and its arguments, where no option follows',
    continue: 'leave out a free() that is wrong and go on, instead of ending the program as the C library does',
    noScan: "don't look for pointers to blocks that are left at exit",
    filter:
      'record only what is allocated below a function, source file or module of this name, with * and ?; with ! before it, ' +
      'what is not; with function:, file: or module: before the name, only by that (can be repeated)',
    contents: 'keep so many bytes of each block that is left at exit in the recording, as 64 or 4K',
    live: 'show the run in the page while it goes on: the program waits for it before its first allocation',
    noOpenLive: "don't open a browser for --live: the address is printed",
    followExec: 'record the programs that the program starts as well',
    which: 'which program? heapscope native [options] -- PROGRAM [ARGUMENTS]',
  },
  view: {
    about: 'Shows a recording in the page, on this machine alone, until it is interrupted.',
    noOpen: "don't open a browser: the address is printed",
  },
  lesson: {
    about: 'Makes lessons, and checks them.',
    make: 'Makes a lesson that passes its own checks, to write on from.',
    name: 'its folder, as 21-my-lesson; it goes into lessons/ where there is such a folder',
    check: 'Checks that the start fails, the solution passes, all that is shown exists, and all languages agree.',
    folders: 'lessons, or folders of lessons (default: lessons)',
    jobs: 'so many at a time',
  },
  grade: {
    about: 'Judges programs by what they do, and prints a grade for each.',
    submissions: 'a folder, or a C file, for each',
    checks: 'a lesson.yaml, or a file with its fields programs and checks',
    format: 'of the grades',
    timeout: 'for all of one submission',
    maxSteps: 'statements that one run may take',
    memory: 'memory that the program can have',
  },
  /** With a file that was named. */
  files: {
    unreadable: (file: string, why: string) => say("can't read {file}: {why}", { file, why }),
    unwritable: (file: string, why: string) => say("can't write {file}: {why}", { file, why }),
    noRecording: (file: string, { reason, offset }: Damage) =>
      say('{file} is not a recording that can be read: {reason} (at offset {offset})', {
        file,
        reason,
        offset: String(offset),
      }),
    reasons: {
      ENOENT: 'no such file',
      EACCES: 'permission denied',
      EISDIR: 'it is a directory',
      ENOTDIR: 'a part of the path is not a directory',
      ENOSPC: 'no space left on the device',
      EROFS: 'the file system is read-only',
    },
  },
  /** With a command line. Why a value is invalid ends with a full stop. */
  wrong: {
    error: (what: string) => say('error: {what}', { what }),
    missingArgument: (name: string) => say("missing required argument ''{name}''", { name }),
    missingOption: (flags: string) => say("required option ''{flags}'' not specified", { flags }),
    missingValue: (flags: string) => say("option ''{flags}'' argument missing", { flags }),
    unknownOption: (name: string) => say("unknown option ''{name}''", { name }),
    unknownCommand: (name: string) => say("unknown command ''{name}''", { name }),
    tooMany: 'too many arguments',
    meant: (name: string) => say('(Did you mean {name}?)', { name }),
    value: (flags: string, value: string, why: string) =>
      say("option ''{flags}'' argument ''{value}'' is invalid. {why}", { flags, value, why }),
    allowed: (list: string) => say('Allowed choices are {list}.', { list }),
    wholeNumber: (least: string, most: string) => say('Not a whole number from {least} to {most}.', { least, most }),
    size: (most: string) => say('Not a size from 0 to {most}, as 4096, 64K or 16M.', { most }),
    failMalloc: 'Write a number from 1 up, every, or random:SEED.',
    schedule: 'Write round-robin, random:SEED, or tasks as A,B,A.2.',
    leakKinds: (kinds: string) => say('Write all, none, or some of {kinds} with commas between them.', { kinds }),
    suppression: (reason: string) =>
      say('Neither a rule (kind[:function[:file]]) nor a file that can be read: {reason}.', { reason }),
    suppressionLine: (line: string, text: string) =>
      say('Line {line} names no kind of finding: {text}', { line, text }),
    filter: 'Write a function, a source file or a module, with * and ?, or ! and one of these.',
    variable: 'Write it as NAME=VALUE.',
  },
};
