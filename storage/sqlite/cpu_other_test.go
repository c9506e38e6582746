//go:build !unix

package sqlite

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
