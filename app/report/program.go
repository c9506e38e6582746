package report

import "strings"

// Program returns the name of the program that made something, with the version where
// that is one of a release: what was built from sources has none that a reader
// could look up.
func Program(version string) string {
	number := strings.TrimPrefix(version, "v")
	if number == "" || number[0] < '0' || number[0] > '9' || strings.HasPrefix(number, "0.0.0-") {
		return "Sitewell"
	}
	return "Sitewell " + version
}
