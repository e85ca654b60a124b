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

/* The bits of a word that n bytes are in; n < 4. */
static uint32_t bits_of(uint32_t n) { return (1u << 8 * n) - 1; }

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
    const uint8_t *new = source + done;
    uint32_t i = 0;
    for (; i + 8 <= piece; i += 8) hs_store64(words + i / 4, hs_load64(old + i) ^ hs_load64(new + i));
    if (i + 4 <= piece) {
      words[i / 4] = hs_load32(old + i) ^ hs_load32(new + i);
      i += 4;
    }
    /* Below the reserved region, so that a whole word can be read. */
    if (i < piece) words[i / 4] = (hs_load32(old + i) ^ hs_load32(new + i)) & bits_of(piece - i);
  }
}

void hs_record_fill(uint32_t site, uint32_t destination, uint8_t value, uint32_t n) {
  if (!hs->recording) return;
  uint64_t pattern = value * 0x0101010101010101ull;
  for (uint32_t done = 0; done < n; done += BULK_PIECE) {
    uint32_t piece = n - done < BULK_PIECE ? n - done : BULK_PIECE;
    uint32_t *words = bulk_head(site, destination + done, piece);
    const uint8_t *old = (const uint8_t *)(destination + done);
    uint32_t i = 0;
    for (; i + 8 <= piece; i += 8) hs_store64(words + i / 4, hs_load64(old + i) ^ pattern);
    if (i + 4 <= piece) {
      words[i / 4] = hs_load32(old + i) ^ (uint32_t)pattern;
      i += 4;
    }
    if (i < piece) words[i / 4] = (hs_load32(old + i) ^ (uint32_t)pattern) & bits_of(piece - i);
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
