/* What the process's and its threads' beginnings need of each other. */
#ifndef HEAPSCOPE_PROCESS_H
#define HEAPSCOPE_PROCESS_H

#include "recorder.h"

/* 0 or -errno. */
int hs_open_thread_stream(struct hs_stream *stream, uint32_t number);
/* Says in its stream who `self` is. */
void hs_tell_thread(struct hs_thread *self);
/* HEAPSCOPE_DIR; empty: not recording. */
const char *hs_directory(void);
/* This is a child of vfork, in its parent's memory. */
bool hs_is_borrowed(void);
/* The process ends with this status; only the first time counts. */
void hs_put_exit(int status);

#endif
