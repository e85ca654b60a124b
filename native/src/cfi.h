/* .eh_frame, as the LSB core specification and DWARF 5 (section 6.4) describe it, for x86-64. */
#ifndef HEAPSCOPE_CFI_H
#define HEAPSCOPE_CFI_H

#include "rules.h"

/* Where a register of the caller is. */
enum hs_place {
  HS_PLACE_SAME = 0,
  HS_PLACE_UNDEFINED,
  HS_PLACE_AT_CFA,     /* at CFA + offset */
  HS_PLACE_EXPRESSION, /* at the address that an expression gives */
  HS_PLACE_OTHER,
};

/* What a location expression comes to: a number, or a register + offset, or the word there + offset. */
struct hs_value {
  enum { HS_VALUE_NUMBER, HS_VALUE_RSP, HS_VALUE_RBP, HS_VALUE_AT_RSP, HS_VALUE_AT_RBP, HS_VALUE_UNKNOWN } base;
  int64_t offset;  /* of a register, in it, or the number */
  int64_t further; /* added to the word that stands there */
};

/* Evaluates an expression where the pc is known. */
struct hs_value hs_evaluate(const uint8_t *at, size_t bytes, uint64_t pc);

uint64_t hs_uleb(const uint8_t **at);
int64_t hs_sleb(const uint8_t **at);

/* The rule at `pc`, which is exact or else just behind a call. HS_RULE_NONE: there is none, or none that a rule can say. */
struct hs_rule hs_cfi_rule(const uint8_t *eh_frame_hdr, uint64_t pc, bool exact);

#endif
