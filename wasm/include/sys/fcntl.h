/* An old name. */
#include <fcntl.h>
