/* Leak scans. */
#ifndef HEAPSCOPE_SCAN_H
#define HEAPSCOPE_SCAN_H

#include "recorder.h"

extern struct hs_lock hs_scan_lock;

/*
 * Writes SCAN to SCANNED into the stream of `self`, which is the calling thread and busy. Takes time in proportion to the live
 * memory; the program's other threads run on.
 */
void hs_scan(struct hs_thread *self, enum hs_scan_reason reason);

#endif
