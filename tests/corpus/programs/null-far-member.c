/* expect: null-dereference 7 */
#include <stdio.h>
#include <stdlib.h>

struct image { unsigned char pixels[3000]; int width; };

static int width_of(const struct image *img) { return img->width; }

int main(void)
{
    struct image *img = NULL;
    printf("%d\n", width_of(img));
    return 0;
}
