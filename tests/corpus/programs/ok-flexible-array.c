/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct packet {
    unsigned short type;
    size_t length;
    unsigned char data[];
};

static struct packet *packet_new(unsigned short type, const void *data, size_t n)
{
    struct packet *p = malloc(sizeof(struct packet) + n);
    if (!p) return NULL;
    p->type = type;
    p->length = n;
    memcpy(p->data, data, n);
    return p;
}

int main(void)
{
    struct packet *p = packet_new(3, "payload", 7);
    unsigned check = 0;
    for (size_t i = 0; i < p->length; i++)
        check = check * 31 + p->data[i];
    printf("%u %u\n", (unsigned)p->type, check);
    free(p);
    return 0;
}
