/* expect: use-after-free 12 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main()
{
    char* message = (char*) malloc(50);
    strcpy(message, "Hi");
    printf("%s\n", message);
    free(message);
    printf("%s\n", message);
    return 0;
}
