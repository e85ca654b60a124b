/* expect: stack-buffer-overflow 8 */
#include <string.h>
#include <stdio.h>

int main(void)
{
    char path[12] = "/home/user";
    strcat(path, "/file.txt");
    path[11] = 0;
    puts(path);
    return 0;
}
