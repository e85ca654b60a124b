/* Writing records into the ring. See heapscope/records.h and src/trace/records.ts for what each holds. */
#include "heapscope/state.h"

/* A record larger than this would not fit the ring's slack; bulk writes are cut into pieces. */
#define BULK_PIECE 0x8000u

/* The first word of a new record; drains the ring first if it is nearly full. */
uint32_t *hs_reserve(uint32_t words) {
  if (hs->ring >= HS_RING_SOFT_END) hs_host_drain();
  uint32_t *record = (uint32_t *)hs->ring;
  hs->ring += words * 4;
  return record;
}

static uint32_t header(uint32_t kind, uint32_t payload) { return payload << HS_KIND_BITS | kind; }

/* The bytes of a word from n bytes of memory, zero beyond them. */
static uint32_t partial_word(const uint8_t *bytes, uint32_t n) {
  uint32_t word = 0;
  for (uint32_t i = 0; i < n && i < 4; i++) word |= (uint32_t)bytes[i] << (8 * i);
  return word;
}

static uint32_t *bulk_head(uint32_t site, uint32_t destination, uint32_t n) {
  uint32_t *record = hs_reserve(3 + (n + 3) / 4);
  record[0] = header(HS_RECORD_BULK, site);
  record[1] = destination;
  record[2] = n;
  return record + 3;
}

/* Call before the write: logs what it will change. Source and destination may overlap as in memmove. */
void hs_record_bulk(uint32_t site, uint32_t destination, const uint8_t *source, uint32_t n) {
  if (!hs->recording) return;
  for (uint32_t done = 0; done < n; done += BULK_PIECE) {
    uint32_t piece = n - done < BULK_PIECE ? n - done : BULK_PIECE;
    uint32_t *words = bulk_head(site, destination + done, piece);
    const uint8_t *old = (const uint8_t *)(destination + done);
    for (uint32_t i = 0; i < piece; i += 4)
      words[i / 4] = partial_word(old + i, piece - i) ^ partial_word(source + done + i, piece - i);
  }
}

void hs_record_fill(uint32_t site, uint32_t destination, uint8_t value, uint32_t n) {
  if (!hs->recording) return;
  uint32_t pattern = value * 0x01010101u;
  for (uint32_t done = 0; done < n; done += BULK_PIECE) {
    uint32_t piece = n - done < BULK_PIECE ? n - done : BULK_PIECE;
    uint32_t *words = bulk_head(site, destination + done, piece);
    const uint8_t *old = (const uint8_t *)(destination + done);
    for (uint32_t i = 0; i < piece; i += 4) {
      uint32_t left = piece - i;
      uint32_t mask = left >= 4 ? 0xffffffffu : (1u << (8 * left)) - 1;
      words[i / 4] = partial_word(old + i, left) ^ (pattern & mask);
    }
  }
}

static void record_range(uint32_t kind, uint32_t payload, uint32_t address, uint32_t n) {
  if (!hs->recording) return;
  uint32_t *record = hs_reserve(3);
  record[0] = header(kind, payload);
  record[1] = address;
  record[2] = n;
}

void hs_record_shared_read(uint32_t site, uint32_t address, uint32_t n) {
  record_range(HS_RECORD_SHARED_READ, site, address, n);
}

void hs_record_shadow(uint32_t state, uint32_t address, uint32_t n) {
  record_range(HS_RECORD_SHADOW, state, address, n);
}
