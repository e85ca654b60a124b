/* In the place of wasi-libc's crt1-command.o, which keeps the status that main returns to itself: on_exit() has to know it. */
void __wasi_init_tp(void);
void __wasm_call_ctors(void);
int __main_void(void);
void __wasm_call_dtors(void);
_Noreturn void __wasi_proc_exit(unsigned status);

/* There in programs that use on_exit(). */
extern int __heapscope_status __attribute__((weak));

__attribute__((export_name("_start"))) void _start(void) {
  static volatile int started;
  if (started) __builtin_trap();
  started = 1;
  __wasi_init_tp();
  __wasm_call_ctors();
  int status = __main_void();
  if (&__heapscope_status) __heapscope_status = status;
  __wasm_call_dtors();
  if (status) __wasi_proc_exit((unsigned)status);
}
