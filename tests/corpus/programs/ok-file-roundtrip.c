/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record { int id; char name[12]; double score; };

int main(void)
{
    const char *path = "scores.bin";
    FILE *f = fopen(path, "wb");
    if (!f) { puts("no file"); return 0; }
    for (int i = 0; i < 5; i++) {
        struct record r;
        memset(&r, 0, sizeof r);
        r.id = i;
        snprintf(r.name, sizeof r.name, "user%d", i);
        r.score = i * 1.5;
        fwrite(&r, sizeof r, 1, f);
    }
    fclose(f);
    f = fopen(path, "rb");
    if (!f) return 1;
    fseek(f, 2 * (long)sizeof(struct record), SEEK_SET);
    struct record r;
    while (fread(&r, sizeof r, 1, f) == 1)
        printf("%d %s %.1f\n", r.id, r.name, r.score);
    fclose(f);
    remove(path);
    return 0;
}
