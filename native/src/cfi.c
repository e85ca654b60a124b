/* Runs the instructions of an FDE up to a pc: the row there, as a rule. */
#include "cfi-entries.h"

#include <string.h>

enum { RBP = 6, RSP = 7, RIP = 16, REGISTERS = 17, MAX_REMEMBERED = 8 };

struct place {
  enum hs_place kind;
  int64_t offset;
  const uint8_t *expression;
  size_t bytes;
};

struct row {
  int64_t cfa_offset;
  uint32_t cfa_register;
  bool cfa_by_expression;
  struct place cfa_expression;
  struct place registers[REGISTERS];
};

struct machine {
  const struct hs_cie *cie;
  const uint8_t *header;
  uint64_t location, until;
  struct row row, initial;
  struct row remembered[MAX_REMEMBERED];
  uint32_t remembered_count;
};

static void set_register(struct machine *machine, uint64_t number, enum hs_place kind, int64_t offset) {
  if (number < REGISTERS) machine->row.registers[number] = (struct place){kind, offset, NULL, 0};
}

static struct place read_expression(const uint8_t **at, enum hs_place kind) {
  size_t bytes = hs_uleb(at);
  *at += bytes;
  return (struct place){kind, 0, *at - bytes, bytes};
}

static void define_cfa(struct row *row, uint64_t number, int64_t offset) {
  row->cfa_by_expression = false;
  row->cfa_register = (uint32_t)number;
  row->cfa_offset = offset;
}

/* DWARF 5, section 7.24, and GNU's. The operands of one opcode are evaluated in order. False: the row is complete. */
static bool step(struct machine *machine, const uint8_t **at) {
  struct row *row = &machine->row;
  const struct hs_cie *cie = machine->cie;
  uint8_t opcode = *(*at)++, low = opcode & 0x3f;
  uint64_t number, advance = 0;
  switch (opcode >> 6 ? opcode & 0xc0 : opcode) {
  case 0x40:
    advance = low;
    break;
  case 0x80:
    set_register(machine, low, HS_PLACE_AT_CFA, (int64_t)hs_uleb(at) * cie->data_factor);
    break;
  case 0xc0:
    if (low < REGISTERS) row->registers[low] = machine->initial.registers[low];
    break;
  case 0x00:
    break;     // nop
  case 0x01: { // set_loc
    uint64_t to = hs_read_encoded(at, cie->encoding, machine->header);
    if (to > machine->until) return false;
    machine->location = to;
    break;
  }
  case 0x02:
    advance = hs_read_bytes(at, 1);
    break;
  case 0x03:
    advance = hs_read_bytes(at, 2);
    break;
  case 0x04:
    advance = hs_read_bytes(at, 4);
    break;
  case 0x05: // offset_extended
    number = hs_uleb(at);
    set_register(machine, number, HS_PLACE_AT_CFA, (int64_t)hs_uleb(at) * cie->data_factor);
    break;
  case 0x06: // restore_extended
    number = hs_uleb(at);
    if (number < REGISTERS) row->registers[number] = machine->initial.registers[number];
    break;
  case 0x07:
    set_register(machine, hs_uleb(at), HS_PLACE_UNDEFINED, 0);
    break;
  case 0x08:
    set_register(machine, hs_uleb(at), HS_PLACE_SAME, 0);
    break;
  case 0x09: // register
    number = hs_uleb(at);
    hs_uleb(at);
    set_register(machine, number, HS_PLACE_OTHER, 0);
    break;
  case 0x0a: // remember_state
    if (machine->remembered_count < MAX_REMEMBERED) machine->remembered[machine->remembered_count] = *row;
    machine->remembered_count++;
    break;
  case 0x0b: // restore_state
    if (machine->remembered_count > 0 && --machine->remembered_count < MAX_REMEMBERED)
      *row = machine->remembered[machine->remembered_count];
    break;
  case 0x0c: // def_cfa
    number = hs_uleb(at);
    define_cfa(row, number, (int64_t)hs_uleb(at));
    break;
  case 0x0d:
    row->cfa_register = (uint32_t)hs_uleb(at);
    break;
  case 0x0e:
    row->cfa_offset = (int64_t)hs_uleb(at);
    break;
  case 0x0f: // def_cfa_expression
    row->cfa_by_expression = true;
    row->cfa_expression = read_expression(at, HS_PLACE_EXPRESSION);
    break;
  case 0x10: { // expression
    number = hs_uleb(at);
    struct place place = read_expression(at, HS_PLACE_EXPRESSION);
    if (number < REGISTERS) row->registers[number] = place;
    break;
  }
  case 0x11: // offset_extended_sf
    number = hs_uleb(at);
    set_register(machine, number, HS_PLACE_AT_CFA, hs_sleb(at) * cie->data_factor);
    break;
  case 0x12: // def_cfa_sf
    number = hs_uleb(at);
    define_cfa(row, number, hs_sleb(at) * cie->data_factor);
    break;
  case 0x13:
    row->cfa_offset = hs_sleb(at) * cie->data_factor;
    break;
  case 0x14: // val_offset
  case 0x15: // val_offset_sf
    number = hs_uleb(at);
    hs_sleb(at);
    set_register(machine, number, HS_PLACE_OTHER, 0);
    break;
  case 0x16: // val_expression
    number = hs_uleb(at);
    read_expression(at, HS_PLACE_OTHER);
    set_register(machine, number, HS_PLACE_OTHER, 0);
    break;
  case 0x2d:
    break; // GNU_window_save, or AARCH64_negate_ra_state
  case 0x2e:
    hs_uleb(at);
    break;   // GNU_args_size
  case 0x2f: // GNU_negative_offset_extended
    number = hs_uleb(at);
    set_register(machine, number, HS_PLACE_AT_CFA, -(int64_t)hs_uleb(at) * cie->data_factor);
    break;
  default:
    return false;
  }
  if (advance == 0) return true;
  advance *= cie->code_factor;
  if (machine->location + advance > machine->until) return false;
  machine->location += advance;
  return true;
}

static void execute(struct machine *machine, const uint8_t *at, const uint8_t *end) {
  while (at < end && step(machine, &at)) {
  }
}

static bool set_cfa(const struct row *row, uint64_t pc, struct hs_rule *rule) {
  struct hs_value cfa = {HS_VALUE_UNKNOWN, row->cfa_offset, 0};
  if (row->cfa_by_expression)
    cfa = hs_evaluate(row->cfa_expression.expression, row->cfa_expression.bytes, pc);
  else if (row->cfa_register == RSP)
    cfa.base = HS_VALUE_RSP;
  else if (row->cfa_register == RBP)
    cfa.base = HS_VALUE_RBP;
  if (cfa.base == HS_VALUE_NUMBER || cfa.base == HS_VALUE_UNKNOWN || cfa.further != 0) return false;
  rule->deref = cfa.base == HS_VALUE_AT_RSP || cfa.base == HS_VALUE_AT_RBP;
  rule->from_rbp = cfa.base == HS_VALUE_RBP || cfa.base == HS_VALUE_AT_RBP;
  rule->cfa = cfa.offset / 8;
  return cfa.offset % 8 == 0 && rule->cfa == cfa.offset / 8;
}

/* The slot of a register in units of 8: relative to the CFA, or, in a signal's frame, to rsp. */
static bool find_slot(const struct place *place, bool signal, uint64_t pc, int64_t *slot) {
  int64_t offset = place->offset;
  if (signal) {
    if (place->kind != HS_PLACE_EXPRESSION) return false;
    struct hs_value value = hs_evaluate(place->expression, place->bytes, pc);
    if (value.base != HS_VALUE_RSP) return false;
    offset = value.offset;
  } else if (place->kind != HS_PLACE_AT_CFA)
    return false;
  *slot = offset / 8;
  return offset % 8 == 0;
}

static struct hs_rule rule_of(const struct row *row, bool signal, uint64_t pc) {
  struct hs_rule rule = {.kind = HS_RULE_UNWIND, .signal = signal}, none = {.kind = HS_RULE_NONE};
  int64_t slot;
  if (row->registers[RIP].kind == HS_PLACE_UNDEFINED) return (struct hs_rule){.kind = HS_RULE_END};
  if (!set_cfa(row, pc, &rule) || !find_slot(&row->registers[RIP], signal, pc, &slot)) return none;
  rule.return_slot = slot;
  if (rule.return_slot != slot) return none;
  const struct place *rbp = &row->registers[RBP];
  if (rbp->kind == HS_PLACE_SAME || rbp->kind == HS_PLACE_UNDEFINED) return rule;
  // A realigned frame says "at rbp + 0" for what lies below the CFA: which is where the function's own push put it.
  if (!signal && rbp->kind == HS_PLACE_EXPRESSION) {
    struct hs_value value = hs_evaluate(rbp->expression, rbp->bytes, pc);
    if (value.base != HS_VALUE_RBP || value.offset % 8 != 0) return none;
    rule.rbp_from_rbp = 1;
    rule.rbp_saved = 1;
    rule.rbp_slot = value.offset / 8;
    return rule;
  }
  if (!find_slot(rbp, signal, pc, &slot)) return none;
  rule.rbp_saved = 1;
  rule.rbp_slot = slot;
  return rule.rbp_slot == slot ? rule : none;
}

struct hs_rule hs_cfi_rule(const uint8_t *eh_frame_hdr, uint64_t pc, bool exact) {
  // Under the process's lock, one at a time; too large for a small stack.
  static struct machine machine;
  struct hs_rule none = {.kind = HS_RULE_NONE};
  uint64_t within = exact ? pc : pc - 1;
  struct hs_cie cie;
  const uint8_t *at = hs_find_fde(eh_frame_hdr, within), *end;
  if (!at || !hs_enter_entry(&at, &end)) return none;
  const uint8_t *pointer = at;
  uint64_t back = hs_read_bytes(&at, 4);
  if (!hs_read_cie(pointer - back, &cie)) return none;
  uint64_t start = hs_read_encoded(&at, cie.encoding, eh_frame_hdr);
  uint64_t length = hs_read_encoded(&at, cie.encoding & 0x0f, eh_frame_hdr);
  if (within < start || within - start >= length) return none;
  if (cie.augmented) {
    uint64_t skip = hs_uleb(&at);
    at += skip;
  }
  memset(&machine, 0, sizeof machine);
  machine.cie = &cie;
  machine.header = eh_frame_hdr;
  machine.location = start;
  machine.until = within;
  execute(&machine, cie.instructions, cie.end);
  machine.initial = machine.row;
  execute(&machine, at, end);
  return rule_of(&machine.row, cie.signal, pc);
}
