#pragma once
#include <libdevmapper.h>

// libdevmapper writes its complaints to stderr, which is the operator's screen; a logger of one's own must be variadic,
// which Swift cannot write. What went wrong is told by dm_task_get_errno and the kernel's log.
static inline void cdevicemapper_ignore_message(
    int level, const char *file, int line, int number, const char *format, ...) {}

static inline void cdevicemapper_be_quiet(void) {
    dm_log_with_errno_init(cdevicemapper_ignore_message);
}
