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

// pictures shows problems as visitors see them.
type pictures struct {
	stored  *core.Pictures
	browser *core.Browser
}

// Pictures returns the pages that show a problem, with their pictures decoded.
func (p pictures) Pictures(ctx context.Context, scan storage.ScanID, id storage.URLID) ([]problem.Picture, bool, error) {
	all, err := p.stored.Of(ctx, scan, id)
	if err != nil {
		return nil, false, err
	}
	var pages []problem.Picture
	for _, of := range all {
		page := problem.Picture{Address: of.Address, URL: of.URL, Title: of.Title, IsTarget: of.IsTarget, CanBeTaken: of.CanBeTaken}
		if t := of.Picture; t != nil {
			if img, err := jpeg.Decode(bytes.NewReader(t.JPEG)); err == nil { // one that can't be read is as good as none
				page.Image, page.JPEG, page.Taken, page.ByHand, page.Status, page.Shown = img, t.JPEG, t.Taken, t.ByHand, t.Status, t.Shown
			}
		}
		pages = append(pages, page)
	}
	_, err = p.browser.Find()
	return pages, err == nil, nil
}

// TakePicture takes a picture of a page.
func (p pictures) TakePicture(ctx context.Context, scan storage.ScanID, page storage.URLID) error {
	return p.stored.Take(ctx, scan, page)
}

// DeletePicture deletes the picture of a page.
func (p pictures) DeletePicture(ctx context.Context, scan storage.ScanID, page storage.URLID) error {
	return p.stored.Delete(ctx, scan, page)
}
