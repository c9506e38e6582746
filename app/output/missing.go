package output

import "fmt"

// MissingFormatError says that this version of Sitewell can't write a format.
type MissingFormatError struct{ Format string }

// Error names the format.
func (e *MissingFormatError) Error() string { return fmt.Sprintf("format %q is not there", e.Format) }
