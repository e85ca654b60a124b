import { LIBRARY_FILES, linkArguments } from '../../src/compile/arguments.ts';
import type { TarFile } from '../../src/compile/tar.ts';
import type { Toolbox } from '../../src/compile/toolbox.ts';
import { readArchive, writeArchive } from './ar.ts';

/**
 * wasm-ld spends most of a link on reading the nearly 1,000 objects of wasi-libc, of which a program uses about 50. So the
 * objects behind the functions that nearly all programs use get a small library of their own; the whole is linked only if
 * that one leaves something undefined. Both give the same bytes.
 */
const FUNCTIONS =
  'printf fprintf sprintf snprintf vprintf vfprintf vsnprintf puts putchar putc fputc fputs fflush perror scanf fscanf ' +
  'sscanf getchar getc fgetc fgets ungetc getline fopen fclose fread fwrite fseek ftell rewind feof ferror setvbuf setbuf ' +
  'remove malloc calloc realloc free reallocarray aligned_alloc posix_memalign malloc_usable_size exit _Exit abort atexit ' +
  'atoi atol atoll atof strtol strtoul strtoll strtoull strtod qsort bsearch rand srand abs labs getenv memcpy memmove ' +
  'memset memcmp memchr strlen strnlen strcpy strncpy strcat strncat strcmp strncmp strchr strrchr strstr strtok strtok_r ' +
  'strdup strndup strspn strcspn strpbrk strerror strcasecmp strncasecmp isalpha isdigit isalnum isspace isupper islower ' +
  'isprint ispunct isxdigit toupper tolower sqrt pow sin cos tan floor ceil fabs fmod exp log log10 round hypot atan2 time ' +
  'clock clock_gettime difftime localtime gmtime strftime sleep usleep nanosleep getpid signal raise mmap munmap open read ' +
  'write close isatty __assert_fail __errno_location _start __main_void __cxa_atexit';

/** Where `linkArguments` looks for it. */
const PATH = 'heapscope/libcommon.a';

/** Objects of `libraries` that a program with all FUNCTIONS takes, with our shim and without. */
export function commonLibrary(tools: Toolbox, libraries: readonly TarFile[]): TarFile {
  const taken = new Set([...objectsTaken(tools, false), ...objectsTaken(tools, true)]);
  const members = LIBRARY_FILES.flatMap((path) => {
    const library = libraries.find((file) => file.path === path);
    if (!library) throw new Error(`${path} is missing`);
    return readArchive(library.bytes).filter(({ name }) => taken.has(`/usr/${path}(${name})`));
  });
  if (members.length === 0) throw new Error('wasm-ld --trace named no objects of libraries');
  return { path: PATH, bytes: writeArchive(members) };
}

function objectsTaken(tools: Toolbox, plain: boolean): string[] {
  const wanted = FUNCTIONS.split(' ').flatMap((name) => ['-u', name]);
  const args = [...linkArguments([], { plain, libraries: 'all' }), '--trace', '--allow-undefined', ...wanted];
  const { code, stdout, stderr } = tools.run(args, tools.newFiles());
  if (code !== 0) throw new Error(`finding the common functions failed:\n${stderr}`);
  return stdout.split('\n');
}
