/* expect: use-after-scope 13 */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    const char *greeting = "hi";
    if (argc < 100) {
        char local[24];
        strcpy(local, "good morning");
        greeting = local;
    }
    puts(greeting);
    return 0;
}
