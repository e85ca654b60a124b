/* Entries of .eh_frame, how their numbers are encoded, and how they are found: LSB core specification, section 10. */
#ifndef HEAPSCOPE_CFI_ENTRIES_H
#define HEAPSCOPE_CFI_ENTRIES_H

#include "cfi.h"

/* What FDEs have in common that name this CIE. */
struct hs_cie {
  uint64_t code_factor;
  int64_t data_factor;
  uint8_t encoding;
  bool augmented; /* 'z': FDEs have a length of further data */
  bool signal;    /* 'S' */
  const uint8_t *instructions, *end;
};

uint64_t hs_read_bytes(const uint8_t **at, size_t count);
/* `data`: what data-relative pointers are relative to. */
uint64_t hs_read_encoded(const uint8_t **at, uint8_t encoding, const uint8_t *data);
/* Sets `at` and `end` around an entry's content. 0: the table ends here. */
uint32_t hs_enter_entry(const uint8_t **at, const uint8_t **end);
/* False: it is none. */
bool hs_read_cie(const uint8_t *at, struct hs_cie *cie);
/* The entry of the sorted table of .eh_frame_hdr for `pc`: an FDE, or NULL. */
const uint8_t *hs_find_fde(const uint8_t *eh_frame_hdr, uint64_t pc);

#endif
