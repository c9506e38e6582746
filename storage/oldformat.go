package storage

// OldFormatError says that a file has the format that Sitewell used before its
// first release, which it can't read any more.
type OldFormatError struct {
	Path string // where it was
	Kept string // where it is now; "" where it was left alone
}

// Error says in a sentence where the file is.
func (e *OldFormatError) Error() string {
	if e.Kept == "" {
		return e.Path + " was made by a version of Sitewell before the first release and can't be read"
	}
	return e.Path + " was made by a version of Sitewell before the first release and can't be read; it is kept as " + e.Kept
}
