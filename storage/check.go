package storage

// DatabaseCheck is what a check of a whole database found.
type DatabaseCheck struct {
	Structure error // ErrCorrupt; nil: pages, rows, indexes and references are sound
	// Tables are those whose pages, rows or indexes are damaged, where that can be told.
	Tables []string
	Scans  []ScanCheck
}

// ScanCheck is what a check found of one scan.
type ScanCheck struct {
	Scan   Scan
	Damage error // ErrCorrupt; nil: all that is stored of the scan can be read and agrees
}

// IsSound reports whether nothing is damaged.
func (c DatabaseCheck) IsSound() bool {
	for _, s := range c.Scans {
		if s.Damage != nil {
			return false
		}
	}
	return c.Structure == nil
}
