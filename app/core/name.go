package core

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitewell/scanner/suggest"
	"sitewell/storage"
)

// Limits of what a person may write about a scan, in characters.
const (
	maxScanName = 60
	maxScanNote = 1000
)

// What is wrong with the name of a scan.
var (
	ErrScanNameLong   = errors.New("name of a scan is too long")
	ErrScanNameNumber = errors.New("name of a scan is a number")
	ErrScanNoteLong   = errors.New("note about a scan is too long")
)

// UnknownScanError says that a site has no scan with the number or name that was
// typed.
type UnknownScanError struct{ Typed string }

// Error names what was typed.
func (e *UnknownScanError) Error() string { return fmt.Sprintf("no scan %q", e.Typed) }

// NameScan stores the name of a scan, by which it can be compared with later, and a
// note about it; "" takes them away. Space around both is left out, and a name is
// one line. Errors: ErrScanNameLong, ErrScanNameNumber, ErrScanNoteLong,
// storage.ErrNameTaken, storage.ErrNotFound.
func (h *History) NameScan(ctx context.Context, scan storage.ScanID, name, note string) error {
	name, err := CleanScanName(name)
	if err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > maxScanNote {
		return ErrScanNoteLong
	}
	return h.db.NameScan(ctx, scan, name, note)
}

// CleanScanName returns a name as it is stored. Errors: ErrScanNameLong, and
// ErrScanNameNumber, for a number means the scan that has it.
func CleanScanName(name string) (string, error) {
	name = oneLine(name)
	if utf8.RuneCountInString(name) > maxScanName {
		return "", ErrScanNameLong
	}
	if _, number := storage.ParseScanID(name); number || isDigits(name) {
		return "", ErrScanNameNumber
	}
	return name, nil
}

func isDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
}

// FindScan finds the scan of a site that a person means, by its number or its name,
// whatever the case of its letters. Errors: *UnknownScanError.
func (h *History) FindScan(ctx context.Context, site storage.SiteID, typed string) (storage.Scan, error) {
	scans, err := h.db.Scans(ctx, site)
	if err != nil {
		return storage.Scan{}, err
	}
	id, _ := storage.ParseScanID(typed)
	for _, s := range scans {
		if id != 0 && s.ID == id || s.Name != "" && strings.EqualFold(s.Name, strings.TrimSpace(typed)) {
			return s, nil
		}
	}
	return storage.Scan{}, &UnknownScanError{Typed: typed}
}

// siteNamed finds the only site with a name.
func (h *History) siteNamed(ctx context.Context, typed string) (found storage.Site, ok bool, err error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return found, false, nil
	}
	sites, err := h.db.Sites(ctx)
	n := 0
	for _, s := range sites {
		if strings.EqualFold(s.Name, typed) {
			found, n = s.Site, n+1
		}
	}
	return found, n == 1, err
}

// sitesBeginning returns the sites whose name or host begins with what was typed.
func sitesBeginning(sites []storage.SiteSummary, typed string) (found []storage.Site) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if typed == "" {
		return nil
	}
	for _, s := range sites {
		if strings.HasPrefix(strings.ToLower(s.Name), typed) || strings.HasPrefix(strings.ToLower(bareHost(s.Start)), typed) {
			found = append(found, s.Site)
		}
	}
	return found
}

// mostAlike is how many letters may differ between a site and what a person typed who meant it.
const mostAlike = 2

// sitesAlike returns the sites whose name or host is spelled almost like what was typed.
func sitesAlike(sites []storage.SiteSummary, typed string) (found []storage.Site) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	most := min(mostAlike, len([]rune(typed))/3)
	if most == 0 {
		return nil
	}
	for _, s := range sites {
		name, host := strings.ToLower(s.Name), strings.ToLower(bareHost(s.Start))
		if suggest.Distance(name, typed, most) <= most || suggest.Distance(host, strings.TrimPrefix(typed, "www."), most) <= most {
			found = append(found, s.Site)
		}
	}
	return found
}

// mostMeant is how many sites are named that somebody may have meant.
const mostMeant = 3

// siteWords returns what can be typed for the first of some sites.
func siteWords(sites []storage.Site) (all []string) {
	for _, s := range sites[:min(len(sites), mostMeant)] {
		all = append(all, s.Title())
	}
	return all
}
