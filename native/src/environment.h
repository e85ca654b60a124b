/* What the environment of an executed program says of this library. */
#ifndef HEAPSCOPE_ENVIRONMENT_H
#define HEAPSCOPE_ENVIRONMENT_H

#include <stddef.h>

/* Bytes that hs_environment() needs for this one. */
size_t hs_environment_room(char *const *environment);
/*
 * The environment with the library in it, or without, as HS_OPTION_FOLLOW_EXEC says; made in `room`, aligned as a pointer. Calls
 * nothing that isn't safe between vfork and exec.
 */
char *const *hs_environment(char *const *environment, void *room);

#endif
