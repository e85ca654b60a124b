/* An old name. */
#include <termios.h>
