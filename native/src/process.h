/* What the process's and its threads' beginnings need of each other. */
#ifndef HEAPSCOPE_PROCESS_H
#define HEAPSCOPE_PROCESS_H

#include "recorder.h"

/* 0 or -errno. */
int hs_open_thread_stream(struct hs_stream *stream, uint32_t number);
/* The enum hs_loss of a stream that can't be made for this -errno. */
uint32_t hs_loss_of(int error);
/* Says in its stream who `self` is. */
void hs_tell_thread(struct hs_thread *self);
/* HEAPSCOPE_DIR; empty: not recording. */
const char *hs_directory(void);
/* This is a child of vfork, in its parent's memory. */
bool hs_is_borrowed(void);
/* exit() is called, by frames from `from` on; hs_put_exit will follow. */
void hs_exit_called(const void *from);
/* quick_exit() is called: its handlers run yet. */
void hs_quick_exit_called(int status, const void *from);
/* The process ends with this status; only the first time counts. For the scan: hs_scan's `from`. */
void hs_put_exit(int status, const void *from);

#endif
