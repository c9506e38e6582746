#ifndef SITEWELL_PAGESUM_VFS_H
#define SITEWELL_PAGESUM_VFS_H

#include <stdint.h>

enum {
	PAGESUM_PAGE = 4096, /* bytes of a page */
	PAGESUM_SUM = 8,     /* bytes at its end that hold the checksum */
};

#define PAGESUM_STRICT "pagesum"
#define PAGESUM_LENIENT "pagesum-lenient"

/* pagesum_register registers both VFS and returns SQLITE_OK or an error of SQLite. */
int pagesum_register(void);

/* pagesum_of returns the checksum of a page, which is never 0. number counts from 1. */
uint64_t pagesum_of(const void *page, uint32_t number);

/* pagesum_is_missing reports whether a page has content and no checksum. A page of zeros
   is what damage leaves. */
int pagesum_is_missing(const void *page);

#endif
