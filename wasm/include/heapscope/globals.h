/* What lies before the first variable of each section (wasm/start/before-globals.c). */
#ifndef HEAPSCOPE_GLOBALS_H
#define HEAPSCOPE_GLOBALS_H

#define HS_BEFORE_GLOBALS 256

extern char __heapscope_before_data[HS_BEFORE_GLOBALS];
extern char __heapscope_before_bss[HS_BEFORE_GLOBALS];
extern const char __heapscope_before_constants[HS_BEFORE_GLOBALS];

#endif
