//go:build !headless

package desktop

import (
	"bytes"
	"context"
	"image/jpeg"

	"sitewell/app/core"
	"sitewell/storage"
	"sitewell/ui/problem"
)

// tryInBrowser opens addresses in the browser of this computer, with its window: a
// browser without one is turned away more often, and a person sees what happens.
func tryInBrowser(b *core.Browser) problem.TryFunc {
	return func(ctx context.Context, scan storage.ScanID, address string) (problem.Tried, error) {
		opened, err := b.Open(ctx, scan, address, true)
		if err != nil {
			return problem.Tried{}, err
		}
		t := problem.Tried{URL: opened.URL, Status: opened.Status, Title: opened.Title}
		if picture, err := jpeg.Decode(bytes.NewReader(opened.Screenshot)); err == nil {
			t.Picture = picture // the words are enough without it
		}
		return t, nil
	}
}
