/* What clang's AddressSanitizer instrumentation calls, doing nothing: for programs whose layout alone is tested. */
typedef unsigned long size;

void __asan_init(void) {}
void __asan_version_mismatch_check_v8(void) {}
void __asan_handle_no_return(void) {}
void __asan_register_globals(void *globals, size n) {}
void __asan_unregister_globals(void *globals, size n) {}
void __asan_alloca_poison(size address, size n) {}
void __asan_allocas_unpoison(size top, size bottom) {}
void __asan_poison_stack_memory(size address, size n) {}
void __asan_unpoison_stack_memory(size address, size n) {}
void __asan_set_shadow_00(size shadow, size n) {}
void __asan_set_shadow_01(size shadow, size n) {}
void __asan_set_shadow_02(size shadow, size n) {}
void __asan_set_shadow_03(size shadow, size n) {}
void __asan_set_shadow_04(size shadow, size n) {}
void __asan_set_shadow_05(size shadow, size n) {}
void __asan_set_shadow_06(size shadow, size n) {}
void __asan_set_shadow_07(size shadow, size n) {}
void __asan_set_shadow_f1(size shadow, size n) {}
void __asan_set_shadow_f2(size shadow, size n) {}
void __asan_set_shadow_f3(size shadow, size n) {}
void __asan_set_shadow_f5(size shadow, size n) {}
void __asan_set_shadow_f8(size shadow, size n) {}
int __asan_option_detect_stack_use_after_return;

void *__asan_memcpy(void *to, const void *from, size n) {
  for (size i = 0; i < n; i++) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}
void *__asan_memmove(void *to, const void *from, size n) { return __builtin_memmove(to, from, n); }
void *__asan_memset(void *to, int value, size n) {
  for (size i = 0; i < n; i++) ((char *)to)[i] = value;
  return to;
}
