package addresslist

import (
	"path/filepath"
	"strings"
)

// Name returns the name of a list that comes from a file.
func Name(file string) string {
	if file == "-" {
		return "List of addresses"
	}
	base := filepath.Base(file)
	if name := strings.TrimSuffix(base, filepath.Ext(base)); name != "" {
		return name
	}
	return base
}
