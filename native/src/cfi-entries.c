#include "cfi-entries.h"

#include <string.h>

/* Pointer encodings: LSB core, section 10.5.1. */
enum { PE_OMIT = 0xff, PE_PCREL = 0x10, PE_DATAREL = 0x30, PE_INDIRECT = 0x80 };

uint64_t hs_read_bytes(const uint8_t **at, size_t count) {
  uint64_t value = 0;
  memcpy(&value, *at, count);
  *at += count;
  return value;
}

uint64_t hs_read_encoded(const uint8_t **at, uint8_t encoding, const uint8_t *data) {
  const uint8_t *start = *at;
  uint64_t value;
  switch (encoding & 0x0f) {
  case 0x01:
    value = hs_uleb(at);
    break;
  case 0x02:
    value = hs_read_bytes(at, 2);
    break;
  case 0x03:
    value = hs_read_bytes(at, 4);
    break;
  case 0x09:
    value = (uint64_t)hs_sleb(at);
    break;
  case 0x0a:
    value = (uint64_t)(int64_t)(int16_t)hs_read_bytes(at, 2);
    break;
  case 0x0b:
    value = (uint64_t)(int64_t)(int32_t)hs_read_bytes(at, 4);
    break;
  default:
    value = hs_read_bytes(at, 8);
    break;
  }
  if ((encoding & 0x70) == PE_PCREL)
    value += (uint64_t)start;
  else if ((encoding & 0x70) == PE_DATAREL)
    value += (uint64_t)data;
  if (encoding & PE_INDIRECT) value = *(const uint64_t *)value;
  return value;
}

uint32_t hs_enter_entry(const uint8_t **at, const uint8_t **end) {
  uint64_t length = hs_read_bytes(at, 4);
  if (length == 0xffffffff) length = hs_read_bytes(at, 8);
  *end = *at + length;
  return length != 0;
}

bool hs_read_cie(const uint8_t *at, struct hs_cie *cie) {
  const uint8_t *end;
  memset(cie, 0, sizeof *cie);
  if (!hs_enter_entry(&at, &end) || hs_read_bytes(&at, 4) != 0) return false;
  uint8_t version = *at++;
  const char *augmentation = (const char *)at;
  at += strlen(augmentation) + 1;
  cie->code_factor = hs_uleb(&at);
  cie->data_factor = hs_sleb(&at);
  if (version == 1)
    at++;
  else
    hs_uleb(&at);
  if (augmentation[0] == 'z') {
    cie->augmented = true;
    uint64_t length = hs_uleb(&at);
    const uint8_t *data = at;
    for (const char *letter = augmentation + 1; *letter; letter++) {
      if (*letter == 'R')
        cie->encoding = *data++;
      else if (*letter == 'P') {
        uint8_t encoding = *data++;
        hs_read_encoded(&data, encoding & (uint8_t)~PE_INDIRECT, NULL);
      } else if (*letter == 'L')
        data++;
      else if (*letter == 'S')
        cie->signal = true;
    }
    at += length;
  }
  cie->instructions = at;
  cie->end = end;
  return true;
}

const uint8_t *hs_find_fde(const uint8_t *header, uint64_t pc) {
  const uint8_t *at = header + 4;
  if (header[0] != 1 || header[1] == PE_OMIT || header[2] == PE_OMIT || header[3] != (PE_DATAREL | 0x0b)) return NULL;
  hs_read_encoded(&at, header[1], header);
  uint64_t count = hs_read_encoded(&at, header[2], header);
  const int32_t *table = (const int32_t *)at; // pairs: where code starts, where its FDE is; relative to the header
  uint64_t low = 0, high = count;
  while (low < high) {
    uint64_t middle = (low + high) / 2;
    if ((uint64_t)header + (uint64_t)(int64_t)table[2 * middle] <= pc)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? NULL : header + table[2 * (low - 1) + 1];
}
