package export

import (
	"context"
	"fmt"
	"io"
	"slices"

	"sitewell/app/core"
	"sitewell/app/output"
	"sitewell/app/report/redirects"
	"sitewell/storage"
)

// WriteRedirects writes the redirects that were accepted for the site of a scan to w, as
// a file of a format.
func (e *Exporter) WriteRedirects(ctx context.Context, scan storage.ScanID, as redirects.Format, w io.Writer) error {
	file, err := e.Redirects(ctx, scan, as)
	if err != nil {
		return err
	}
	if _, err := w.Write(file.Text); err != nil {
		return fmt.Errorf("write redirects: %w", err)
	}
	return nil
}

// SaveRedirects saves them as a file at path, whole or not at all.
func (e *Exporter) SaveRedirects(ctx context.Context, scan storage.ScanID, as redirects.Format, path string) error {
	err := output.Write(ctx, path, e.reserved(), func(w io.Writer) error { return e.WriteRedirects(ctx, scan, as, w) })
	if err != nil {
		return fmt.Errorf("save redirects: %w", err)
	}
	return nil
}

// Redirects returns the redirects that were accepted for the site of a scan as a file of a
// format, with those that are left out of it, and why.
func (e *Exporter) Redirects(ctx context.Context, scan storage.ScanID, as redirects.Format) (redirects.File, error) {
	if !slices.Contains(redirects.Formats(), as) {
		return redirects.File{}, &output.MissingFormatError{Format: string(as)}
	}
	s, err := e.o().Core.Store.ScanByID(ctx, scan)
	if err != nil {
		return redirects.File{}, fmt.Errorf("find scan: %w", err)
	}
	all, err := e.o().Core.Redirects.Accepted(ctx, scan)
	if err != nil {
		return redirects.File{}, err
	}
	return e.RedirectFile(s.Start, all, as), nil
}

// RedirectFile is Redirects of what core.Redirects listed for a site that starts at an
// address.
func (e *Exporter) RedirectFile(start string, all []core.Redirect, as redirects.Format) redirects.File {
	var rules []redirects.Rule
	var left []redirects.Left
	for _, r := range all {
		rule := redirects.Rule{From: r.Address, To: r.Target}
		switch {
		case r.Decision != storage.RedirectAccepted:
		case r.Trouble != "":
			left = append(left, redirects.Left{Rule: rule, Why: r.Trouble})
		default:
			rules = append(rules, rule)
		}
	}
	file := redirects.Build(as, start, rules, func(text string) string { return e.o().Speech.Say(text, nil) })
	file.Left = append(left, file.Left...)
	return file
}
