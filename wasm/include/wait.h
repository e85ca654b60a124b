/* An old name. */
#include <sys/wait.h>
