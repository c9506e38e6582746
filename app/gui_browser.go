//go:build !headless

package app

import (
	"bytes"
	"context"
	"image/jpeg"

	"sitewell/app/core"
	"sitewell/storage"
	"sitewell/ui/problem"
)

// tryInBrowser opens addresses in the browser of this computer.
func tryInBrowser(b *core.Browser) problem.TryFunc {
	return func(ctx context.Context, scan storage.ScanID, address string, window bool) (problem.Tried, error) {
		opened, err := b.Open(ctx, scan, address, window)
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
