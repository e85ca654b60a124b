/* What the environments of this program, and of those that it executes, say of this library. */
#ifndef HEAPSCOPE_ENVIRONMENT_H
#define HEAPSCOPE_ENVIRONMENT_H

#include <stddef.h>

/* Takes the library out of the program's own environment, in place: unless what it executes is to be followed, it is as without it. */
void hs_clean_environment(char **environment);

/* Bytes that hs_environment() needs for this one. */
size_t hs_environment_room(char *const *environment);
/*
 * The environment with the library in it, or without, as HS_OPTION_FOLLOW_EXEC says; made in `room`, aligned as a pointer. Calls
 * nothing that isn't safe between vfork and exec.
 */
char *const *hs_environment(char *const *environment, void *room);

#endif
