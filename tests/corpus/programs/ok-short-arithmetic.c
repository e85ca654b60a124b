/* expect: clean */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint16_t crc16(const uint8_t *p, int n)
{
    uint16_t crc;
    crc = 0xffff;
    while (n--) {
        crc ^= (uint16_t)(*p++ << 8);
        for (uint8_t i = 0; i < 8; i++)
            crc = crc & 0x8000 ? (uint16_t)(crc << 1 ^ 0x1021) : (uint16_t)(crc << 1);
    }
    return crc;
}

int main(void)
{
    uint8_t *b = malloc(9);
    int8_t low = -128;
    short s;
    for (int i = 0; i < 9; i++) b[i] = (uint8_t)('1' + i);
    s = (short)(b[0] - low);
    low--;
    printf("%04x %d %d\n", crc16(b, 9), s, low);
    free(b);
    return 0;
}
