package core

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/render"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Pictures shows problems as visitors see them: pictures that a scan took in the browser,
// and those that a person has taken.
type Pictures struct {
	*base
	preparer preparer
}

// PictureOf is a page of which a picture can show a problem.
type PictureOf struct {
	Address storage.URLID
	URL     string
	Title   string // of the page, "" if it is unknown
	// IsTarget: this is what a visitor gets at the address of the problem. Otherwise it is
	// a page that links to it or requests it.
	IsTarget bool
	// CanBeTaken reports whether the page can be opened in a browser.
	CanBeTaken bool
	// Picture is the one that is stored, with its bytes; nil: there is none.
	Picture *storage.Picture
}

// pictureSources is how many links to a problem are looked at for a page with a picture.
const pictureSources = 200

// Of returns the pages that show a problem of a scan, each with its picture: the page that
// holds the link, first, and what a visitor gets at the address, unless that is a file
// which is no page. Of several pages with the link it is one with a picture.
func (p *Pictures) Of(ctx context.Context, scan storage.ScanID, id storage.URLID) ([]PictureOf, error) {
	d, err := p.db.Detail(ctx, scan, id)
	if err != nil {
		return nil, err
	}
	list, err := p.db.Pictures(ctx, scan)
	if err != nil {
		return nil, err
	}
	has := make(map[storage.URLID]bool, len(list))
	for _, picture := range list {
		has[picture.Address] = true
	}
	target := PictureOf{Address: id, URL: d.URL, Title: d.Title, IsTarget: true, CanBeTaken: canBeShown(d.URL)}
	if d.Page != 0 {
		target.Address = d.Page
	}
	var all []PictureOf
	if !result.IsWholeSite(d.URL) {
		source, ok, err := p.sourceOf(ctx, scan, id, has)
		if err != nil {
			return nil, err
		}
		if ok && source.Address != target.Address {
			all = append(all, source)
		}
	}
	if len(all) == 0 || isSeenByItself(d) {
		all = append(all, target)
	}
	for i := range all {
		if !has[all[i].Address] {
			continue
		}
		picture, err := p.db.Picture(ctx, scan, all[i].Address)
		switch {
		case err == nil:
			all[i].Picture = &picture
		case !errors.Is(err, storage.ErrNotFound): // it may have been deleted just now
			return nil, err
		}
	}
	return all, nil
}

// sourceOf returns a page that links to an address.
func (p *Pictures) sourceOf(ctx context.Context, scan storage.ScanID, id storage.URLID, has map[storage.URLID]bool) (_ PictureOf, ok bool, err error) {
	rows, _, _, err := p.db.Sources(ctx, scan, id, 0, pictureSources)
	if err != nil || len(rows) == 0 {
		return PictureOf{}, false, err
	}
	from := rows[0]
	for _, r := range rows {
		if has[r.Page] {
			from = r
			break
		}
	}
	return PictureOf{Address: from.Page, URL: from.PageURL, Title: from.Title, CanBeTaken: canBeShown(from.PageURL)}, true, nil
}

// isSeenByItself reports whether a visitor sees something at an address: it is a page, or a
// page was expected there.
func isSeenByItself(d storage.Detail) bool {
	if !canBeShown(d.URL) {
		return false
	}
	return d.Kind == result.KindPage || d.Kind == result.KindDownload && d.Verdict == outcome.Broken
}

// canBeShown reports whether a browser can open an address.
func canBeShown(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// Take takes a picture of an address of a scan in the browser of this computer, as a
// visitor sees it who is not signed in, and stores it in place of the one before. Of a
// place within a page, address is that page. Errors: render.ErrNoBrowser, scanner.ErrUnsafePicture,
// ErrReading and those of scanner.Open.
func (p *Pictures) Take(ctx context.Context, scan storage.ScanID, address storage.URLID) (err error) {
	if err := p.accepts(); err != nil {
		return err
	}
	old, err := p.db.ScanByID(ctx, scan)
	if err != nil {
		return fmt.Errorf("find scan: %w", err)
	}
	d, err := p.db.Detail(ctx, scan, address)
	if err != nil {
		return fmt.Errorf("find address: %w", err)
	}
	settings, err := settingsOfScan(old)
	if err != nil {
		return err
	}
	o := p.preparer.options(settings, old.Start)
	if o.Browser, err = p.browser(); err != nil {
		return err
	}
	end, err := serveAgain(ctx, settings, old.Start)
	if err != nil {
		return err
	}
	if end != nil {
		defer func() { err = errors.Join(err, end()) }()
	}
	if o.Network, err = p.preparer.networkOf(ctx, old); err != nil {
		return err
	}
	opened, err := scanner.TakePicture(ctx, o, d.URL)
	if err != nil {
		return err
	}
	if opened.Screenshot == nil {
		return fmt.Errorf("take a picture: %w", render.ErrNothingShown)
	}
	picture := storage.Picture{Address: address, Taken: time.Now(), ByHand: true, Status: opened.Status, Title: opened.Title, JPEG: opened.Screenshot}
	if opened.URL != d.URL {
		picture.Shown = opened.URL
	}
	if err := p.db.SavePicture(ctx, scan, picture); err != nil {
		return fmt.Errorf("store picture: %w", err)
	}
	return nil
}

// Delete deletes the picture of an address of a scan for good; storage.ErrNotFound where
// there is none.
func (p *Pictures) Delete(ctx context.Context, scan storage.ScanID, address storage.URLID) error {
	if err := p.accepts(); err != nil {
		return err
	}
	return p.db.DeletePicture(ctx, scan, address)
}

// DeleteOfScan deletes all pictures of a scan, and returns how many there were.
func (p *Pictures) DeleteOfScan(ctx context.Context, scan storage.ScanID) (int, error) {
	if err := p.accepts(); err != nil {
		return 0, err
	}
	return p.db.DeletePictures(ctx, scan)
}

// DeleteOfSite deletes all pictures of the scans of a site, and returns how many there
// were.
func (p *Pictures) DeleteOfSite(ctx context.Context, site storage.SiteID) (int, error) {
	if err := p.accepts(); err != nil {
		return 0, err
	}
	return p.db.DeleteSitePictures(ctx, site)
}

// List lists the pictures of a scan, without their bytes.
func (p *Pictures) List(ctx context.Context, scan storage.ScanID) ([]storage.Picture, error) {
	return p.db.Pictures(ctx, scan)
}
