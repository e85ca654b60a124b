/* Code addresses as people read them. */
#ifndef CALLERS_H
#define CALLERS_H

#define CALLER_BYTES 512

/*
 * Writes "PROGRAM", then the function's name and the offset in it by `format` (of a string and an unsigned), or nothing more if
 * no function is known to be there. Gives the length; `text` has CALLER_BYTES bytes.
 */
int __describe_caller(const void *caller, const char *format, char *text);

#endif
