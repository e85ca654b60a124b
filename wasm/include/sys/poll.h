/* An old name. */
#include <poll.h>
