/* expect: double-free 9 */
#include <stdio.h>
#include <stdlib.h>

struct image { int w, h; unsigned char *pixels; };

static void image_free(struct image *img)
{
    free(img->pixels);
    free(img);
}

int main(void)
{
    struct image *img = malloc(sizeof *img);
    img->w = img->h = 4;
    img->pixels = malloc(16);
    for (int i = 0; i < 16; i++) img->pixels[i] = i;
    int sum = 0;
    for (int i = 0; i < 16; i++) sum += img->pixels[i];
    printf("%d\n", sum);
    free(img->pixels);
    image_free(img);
    return 0;
}
