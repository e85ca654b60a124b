/*
 * The run-time side of clang's -fsanitize=undefined: a handler for each check that failed. The host reads what the check
 * was about from the static data that clang leaves with it, and says it in words (src/run/undefined-behaviour.ts).
 * The interface is that of compiler-rt/lib/ubsan/ubsan_handlers.h. Values of more than 32 bits come by address.
 */
#include "heapscope/state.h"

static void report(uint32_t check, uint32_t data, uint32_t a, uint32_t b, uint32_t c) {
  uint32_t address = check == HS_CHECK_TYPE_MISMATCH ? a : 0;
  if (hs_record_finding(HS_UNDEFINED_BEHAVIOUR, address, 0, 0, 0)) hs_host_explain(check, data, a, b, c);
}

static _Noreturn void end(uint32_t check, uint32_t data, uint32_t a, uint32_t b, uint32_t c) {
  hs_record_last_finding(HS_UNDEFINED_BEHAVIOUR, check == HS_CHECK_TYPE_MISMATCH ? a : 0, 0, 0, 0);
  hs_host_explain(check, data, a, b, c);
  hs_host_fault(HS_UNDEFINED_BEHAVIOUR, 0);
}

/* Each check comes in two kinds: after the second one (-fno-sanitize-recover) the program doesn't go on. */
#define HANDLER(name, check, parameters, ...)                                                                          \
  void __ubsan_handle_##name parameters { report(HS_CHECK_##check, __VA_ARGS__); }                                     \
  void __ubsan_handle_##name##_abort parameters { end(HS_CHECK_##check, __VA_ARGS__); }

#define DATA (uint32_t data)
#define DATA_1 (uint32_t data, uint32_t a)
#define DATA_2 (uint32_t data, uint32_t a, uint32_t b)
#define DATA_3 (uint32_t data, uint32_t a, uint32_t b, uint32_t c)

HANDLER(type_mismatch_v1, TYPE_MISMATCH, DATA_1, data, a, 0, 0)
HANDLER(add_overflow, ADD_OVERFLOW, DATA_2, data, a, b, 0)
HANDLER(sub_overflow, SUB_OVERFLOW, DATA_2, data, a, b, 0)
HANDLER(mul_overflow, MUL_OVERFLOW, DATA_2, data, a, b, 0)
HANDLER(negate_overflow, NEGATE_OVERFLOW, DATA_1, data, a, 0, 0)
HANDLER(divrem_overflow, DIVREM_OVERFLOW, DATA_2, data, a, b, 0)
HANDLER(shift_out_of_bounds, SHIFT_OUT_OF_BOUNDS, DATA_2, data, a, b, 0)
HANDLER(out_of_bounds, OUT_OF_BOUNDS, DATA_1, data, a, 0, 0)
HANDLER(vla_bound_not_positive, VLA_BOUND, DATA_1, data, a, 0, 0)
HANDLER(float_cast_overflow, FLOAT_CAST_OVERFLOW, DATA_1, data, a, 0, 0)
HANDLER(load_invalid_value, INVALID_VALUE, DATA_1, data, a, 0, 0)
HANDLER(invalid_builtin, INVALID_BUILTIN, DATA, data, 0, 0, 0)
HANDLER(nonnull_return_v1, NONNULL_RETURN, DATA_1, data, a, 0, 0)
HANDLER(nullability_return_v1, NONNULL_RETURN, DATA_1, data, a, 0, 0)
HANDLER(nonnull_arg, NONNULL_ARGUMENT, DATA, data, 0, 0, 0)
HANDLER(nullability_arg, NONNULL_ARGUMENT, DATA, data, 0, 0, 0)
HANDLER(pointer_overflow, POINTER_OVERFLOW, DATA_2, data, a, b, 0)
HANDLER(alignment_assumption, ALIGNMENT_ASSUMPTION, DATA_3, data, a, b, c)
HANDLER(implicit_conversion, IMPLICIT_CONVERSION, DATA_2, data, a, b, 0)

/* Of a unit with a division by a constant zero, which clang would make nothing of (ZERO_DIVISIONS in src/compile/arguments.ts). */
_Noreturn void __ubsan_handle_divrem_overflow_minimal_abort(void) {
  hs_record_last_finding(HS_DIVISION_BY_ZERO, 0, 0, 0, 0);
  hs_host_fault(HS_DIVISION_BY_ZERO, 0);
}

_Noreturn void __ubsan_handle_builtin_unreachable(uint32_t data) { end(HS_CHECK_UNREACHABLE, data, 0, 0, 0); }
_Noreturn void __ubsan_handle_missing_return(uint32_t data) { end(HS_CHECK_MISSING_RETURN, data, 0, 0, 0); }
