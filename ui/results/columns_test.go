package results_test

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestShortTextFitsThePlatform: the column "In plain words" speaks of no server where a
// website builder runs it.
func TestShortTextFitsThePlatform(t *testing.T) {
	for hosted, want := range map[bool]string{
		false: "A program on the server failed while it made this page. The page may exist; the fault is on the server, not in the link.",
		true:  "A program failed while it made this page: one of your website builder, an app, or code that you added. The link is not to blame.",
	} {
		f := newFixture(t, 2600, 760, func(f *fixture) {
			f.hosted = hosted
			fyne.CurrentApp().Preferences().SetString("table.problems", `{"hidden":{"short":false},"width":{"short":1200}}`)
		})
		f.problems()
		f.until(want)
	}
}
