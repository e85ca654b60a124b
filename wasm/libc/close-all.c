/* glibc's fcloseall(): what is buffered is written, and the streams stay as they are until the end. */
#include <stdio.h>

int fcloseall(void) { return fflush(NULL); }
