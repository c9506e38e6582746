package storage

import (
	"strconv"

	"sitewell/scanner/result"
)

// IDs of what the history holds. They are numbers of the database that never
// change and are never used again, not even after what they named was deleted;
// zero names nothing.
type (
	SiteID int64
	ScanID int64
	// URLID is that of an address, or of a place in a page that is a problem. It
	// is not the number that an address has while a scan runs (result.ID).
	URLID = result.URLID
)

// ParseScanID reads the ID of a scan that a person typed; ok is false where the
// text is no ID.
func ParseScanID(text string) (id ScanID, ok bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return ScanID(n), err == nil && n > 0
}
