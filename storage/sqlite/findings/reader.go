package findings

import "sitewell/storage/sqlite/dbfile"

// Reader answers what is asked of the addresses of scans. It is safe for use by
// several goroutines.
type Reader struct {
	file    *dbfile.File
	marks   *Marks
	onPages onPages
}

// NewReader returns a Reader of a file, which must stay open.
func NewReader(file *dbfile.File, marks *Marks) *Reader { return &Reader{file: file, marks: marks} }

// Links answers what is asked of the links of scans. It is safe for use by
// several goroutines.
type Links struct {
	file  *dbfile.File
	marks *Marks
}

// NewLinks returns the links of a file, which must stay open.
func NewLinks(file *dbfile.File, marks *Marks) *Links { return &Links{file, marks} }
