/*
 * DWARF expressions as call frame information has them: a register's word in a signal's frame, the CFA of a frame that
 * was realigned, and a .plt entry's, which compares bits of the pc.
 */
#include "cfi.h"

enum { RBP = 6, RSP = 7, RIP = 16, MAX_STACK = 8 };

/* DWARF 5, section 7.7.1. */
enum {
  DW_OP_DEREF = 0x06,
  DW_OP_CONST1U = 0x08,
  DW_OP_CONST1S = 0x09,
  DW_OP_CONST2U = 0x0a,
  DW_OP_CONST2S = 0x0b,
  DW_OP_CONSTU = 0x10,
  DW_OP_CONSTS = 0x11,
  DW_OP_AND = 0x1a,
  DW_OP_MINUS = 0x1c,
  DW_OP_PLUS = 0x22,
  DW_OP_PLUS_UCONST = 0x23,
  DW_OP_SHL = 0x24,
  DW_OP_EQ = 0x29,
  DW_OP_GE = 0x2a,
  DW_OP_GT = 0x2b,
  DW_OP_LE = 0x2c,
  DW_OP_LT = 0x2d,
  DW_OP_NE = 0x2e,
  DW_OP_LIT0 = 0x30,
  DW_OP_BREG0 = 0x70,
  DW_OP_BREG31 = 0x8f,
};

uint64_t hs_uleb(const uint8_t **at) {
  uint64_t value = 0;
  for (uint32_t shift = 0;; shift += 7) {
    uint8_t byte = *(*at)++;
    if (shift < 64) value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

int64_t hs_sleb(const uint8_t **at) {
  uint64_t value = 0;
  for (uint32_t shift = 0;;) {
    uint8_t byte = *(*at)++;
    if (shift < 64) value |= (uint64_t)(byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    if (byte & 0x40 && shift < 64) value |= ~0ul << shift;
    return (int64_t)value;
  }
}

static const struct hs_value unknown = {HS_VALUE_UNKNOWN, 0, 0};

static struct hs_value number(int64_t value) { return (struct hs_value){HS_VALUE_NUMBER, value, 0}; }

static struct hs_value register_plus(uint32_t reg, int64_t offset, uint64_t pc) {
  if (reg == RSP) return (struct hs_value){HS_VALUE_RSP, offset, 0};
  if (reg == RBP) return (struct hs_value){HS_VALUE_RBP, offset, 0};
  return reg == RIP ? number((int64_t)pc + offset) : unknown;
}

static struct hs_value dereferenced(struct hs_value value) {
  if (value.base == HS_VALUE_RSP)
    value.base = HS_VALUE_AT_RSP;
  else if (value.base == HS_VALUE_RBP)
    value.base = HS_VALUE_AT_RBP;
  else
    return unknown;
  return value;
}

static struct hs_value plus(struct hs_value a, int64_t b) {
  if (a.base == HS_VALUE_AT_RSP || a.base == HS_VALUE_AT_RBP)
    a.further += b;
  else
    a.offset += b;
  return a;
}

static struct hs_value binary(uint8_t op, struct hs_value a, struct hs_value b) {
  if (op == DW_OP_PLUS && a.base == HS_VALUE_NUMBER) return plus(b, a.offset);
  if (b.base != HS_VALUE_NUMBER) return unknown;
  if (op == DW_OP_PLUS) return plus(a, b.offset);
  if (op == DW_OP_MINUS) return plus(a, -b.offset);
  if (a.base != HS_VALUE_NUMBER) return unknown;
  switch (op) {
  case DW_OP_AND:
    return number(a.offset & b.offset);
  case DW_OP_SHL:
    return number((int64_t)((uint64_t)a.offset << (b.offset & 63)));
  case DW_OP_EQ:
    return number(a.offset == b.offset);
  case DW_OP_GE:
    return number(a.offset >= b.offset);
  case DW_OP_GT:
    return number(a.offset > b.offset);
  case DW_OP_LE:
    return number(a.offset <= b.offset);
  case DW_OP_LT:
    return number(a.offset < b.offset);
  case DW_OP_NE:
    return number(a.offset != b.offset);
  default:
    return unknown;
  }
}

/* An operator that only pushes; HS_VALUE_UNKNOWN if it is another, or of a register that isn't followed. */
static struct hs_value pushed(uint8_t op, const uint8_t **at, uint64_t pc) {
  if (op >= DW_OP_LIT0 && op < DW_OP_LIT0 + 32) return number(op - DW_OP_LIT0);
  if (op >= DW_OP_BREG0 && op <= DW_OP_BREG31) return register_plus(op - DW_OP_BREG0, hs_sleb(at), pc);
  const uint8_t *bytes = *at;
  switch (op) {
  case DW_OP_CONST1U:
    *at += 1;
    return number(bytes[0]);
  case DW_OP_CONST1S:
    *at += 1;
    return number((int8_t)bytes[0]);
  case DW_OP_CONST2U:
    *at += 2;
    return number(bytes[0] | bytes[1] << 8);
  case DW_OP_CONST2S:
    *at += 2;
    return number((int16_t)(bytes[0] | bytes[1] << 8));
  case DW_OP_CONSTU:
    return number((int64_t)hs_uleb(at));
  case DW_OP_CONSTS:
    return number(hs_sleb(at));
  default:
    return unknown;
  }
}

struct hs_value hs_evaluate(const uint8_t *at, size_t bytes, uint64_t pc) {
  struct hs_value stack[MAX_STACK];
  uint32_t depth = 0;
  const uint8_t *end = at + bytes;
  while (at < end) {
    uint8_t op = *at++;
    if (op == DW_OP_DEREF && depth > 0) {
      stack[depth - 1] = dereferenced(stack[depth - 1]);
    } else if (op == DW_OP_PLUS_UCONST && depth > 0) {
      stack[depth - 1] = plus(stack[depth - 1], (int64_t)hs_uleb(&at));
    } else if (op >= DW_OP_AND && op <= DW_OP_NE && depth > 1) {
      stack[depth - 2] = binary(op, stack[depth - 2], stack[depth - 1]);
      depth--;
    } else {
      if (depth == MAX_STACK) return unknown;
      stack[depth] = pushed(op, &at, pc);
      if (stack[depth++].base == HS_VALUE_UNKNOWN) return unknown;
    }
  }
  return depth > 0 ? stack[depth - 1] : unknown;
}
