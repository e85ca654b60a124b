/* An old name. */
#include <signal.h>
