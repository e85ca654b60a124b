/* expect: global-buffer-overflow 9 */
#include <string.h>

char title[10];
int version = 3;

void set_title(const char *s)
{
    strcpy(title, s);
}

int main(void)
{
    set_title("a title too long");
    return version == 0;
}
