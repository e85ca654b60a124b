/* An old name. */
#include <errno.h>
