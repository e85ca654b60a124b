/* expect: global-buffer-overflow 10 */
#include <stdio.h>

int counts[26];

int main(void)
{
    const char *text = "hello{";
    for (const char *p = text; *p; p++)
        counts[*p - 'a']++;
    printf("%d\n", counts['l' - 'a']);
    return 0;
}
