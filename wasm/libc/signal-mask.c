/* By itself, so that threads don't bring along all that is about signals. */
#include "signals.h"

sigset_t __signal_mask;
