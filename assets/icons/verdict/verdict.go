// Package verdict holds one picture for each verdict, so that no verdict is
// ever told by colour alone: a cross, a triangle, a question mark, a tick and
// a dash. It is data: it must not know who draws it, the window or a report.
package verdict

import (
	"embed"

	"sitewell/scanner/outcome"
)

//go:embed *.svg
var files embed.FS

// SVG returns the picture of a verdict as an SVG document of 24 by 24 units in
// one colour, black; the caller chooses the colour. A verdict without a
// picture (Unchecked) gets the dash of Skipped.
func SVG(v outcome.Verdict) []byte {
	b, err := files.ReadFile(v.String() + ".svg")
	if err != nil {
		b, _ = files.ReadFile(outcome.Skipped.String() + ".svg")
	}
	return b
}
