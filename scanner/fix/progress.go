package fix

import "time"

// Progress is how a fix went on over the scans of its site.
type Progress struct {
	// Scans is in how many scans in a row it was there, with the one that is shown, and
	// Since is when the first of them began. An older one may not have been looked at.
	Scans int
	Since time.Time
	// Problems is how many problems it had in the scans before, and Gone how many of
	// them are known to be none any more.
	Problems, Gone int
}
