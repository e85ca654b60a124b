/* expect: clean */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

static int code_points(const char *s)
{
    int n = 0;
    for (; *s; s++) n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

int main(void)
{
    wchar_t w[8];
    wcscpy(w, L"wide");
    char narrow[16];
    for (size_t i = 0; i <= wcslen(w); i++) narrow[i] = (char)w[i];
    printf("%s %d %d\n", narrow, code_points("na\xc3\xafve \xe2\x82\xac"), (int)strlen("\xe2\x82\xac"));
    return 0;
}
