package core

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// NewSite is a site to be added to the history.
type NewSite struct {
	Address string // as typed
	Name    string // "" shows the host
	Client  string // for whom it is looked after, "" for nobody
}

// SiteEdit is what to change of a site; nil leaves it as it is.
type SiteEdit struct{ Name, Client *string }

const (
	// maxSiteText is how many characters the name of a site or of a client may have.
	maxSiteText = 200
	// maxSiteList is how many sites a list may have, and maxListSize how many bytes.
	maxSiteList = 10_000
	maxListSize = 10 << 20
)

var (
	// ErrSiteTextLong: the name of a site or of a client is too long.
	ErrSiteTextLong = errors.New("name is too long")
	// ErrSiteNameTaken: another site has the name.
	ErrSiteNameTaken = errors.New("another site has this name")
	// ErrListLong: a list of sites has too many, or is too large.
	ErrListLong = errors.New("list of sites is too long")
)

// ListLineError says which line of a list of sites can't be used.
type ListLineError struct {
	Line int // from 1
	Err  error
}

// Error names the line.
func (e *ListLineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the reason.
func (e *ListLineError) Unwrap() error { return e.Err }

// ListLineErrors returns the *ListLineErrors of ParseSites in order, nil where the
// error is another one.
func ListLineErrors(err error) (all []*ListLineError) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			all = append(all, ListLineErrors(err)...)
		}
		return all
	}
	var one *ListLineError
	if errors.As(err, &one) {
		all = append(all, one)
	}
	return all
}

// AddSite adds a site without scanning it. Where the history has it, it gets the name
// and the client that are given, and added is false. Nothing is requested: whether an
// address that was typed without a scheme is reached by https or http is found out by
// the first scan. Errors: *weburl.InputError, ErrSiteTextLong, ErrSiteNameTaken, those
// of storage.
func (h *History) AddSite(ctx context.Context, s NewSite) (site storage.Site, added bool, err error) {
	candidates, err := weburl.ParseInput(s.Address)
	if err != nil {
		return site, false, err
	}
	if err := h.accepts(); err != nil {
		return site, false, err
	}
	for _, u := range candidates {
		switch site, err = h.db.SiteByStart(ctx, u.Key()); {
		case err == nil:
			site, err = h.EditSite(ctx, site.ID, SiteEdit{Name: given(s.Name), Client: given(s.Client)})
			return site, false, err
		case !errors.Is(err, storage.ErrNotFound):
			return site, false, fmt.Errorf("look for site: %w", err)
		}
	}
	site = storage.Site{Start: candidates[0].Key()}
	if err := h.changeSite(ctx, &site, SiteEdit{Name: given(s.Name), Client: given(s.Client)}); err != nil {
		return site, false, err
	}
	if site, err = h.db.SaveSite(ctx, site); err != nil {
		return site, false, fmt.Errorf("add site: %w", err)
	}
	return site, true, nil
}

// given returns nil for "".
func given(text string) *string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return &text
}

// EditSite changes the name or the client of a site, and returns it. Errors:
// ErrSiteTextLong, ErrSiteNameTaken, storage.ErrNotFound.
func (h *History) EditSite(ctx context.Context, id storage.SiteID, e SiteEdit) (storage.Site, error) {
	site, err := h.db.SiteByID(ctx, id)
	if err != nil {
		return site, fmt.Errorf("find site: %w", err)
	}
	if err := h.accepts(); err != nil {
		return site, err
	}
	if err := h.changeSite(ctx, &site, e); err != nil {
		return site, err
	}
	site, err = h.db.ChangeSite(ctx, id, func(now *storage.Site) error {
		if e.Name != nil {
			now.Name = site.Name
		}
		if e.Client != nil {
			now.Client = site.Client
		}
		return nil
	})
	if err != nil {
		return site, fmt.Errorf("store site: %w", err)
	}
	return site, nil
}

// changeSite changes a site that is not stored yet.
func (h *History) changeSite(ctx context.Context, site *storage.Site, e SiteEdit) error {
	if e.Client != nil {
		client, err := siteText(*e.Client)
		if err != nil {
			return err
		}
		site.Client = client
	}
	if e.Name == nil {
		return nil
	}
	name, err := siteText(*e.Name)
	if err != nil {
		return err
	}
	sites, err := h.db.Sites(ctx)
	if err != nil {
		return fmt.Errorf("list sites: %w", err)
	}
	if name != "" && slices.ContainsFunc(sites, func(other storage.SiteSummary) bool {
		return other.ID != site.ID && strings.EqualFold(other.Name, name)
	}) {
		return ErrSiteNameTaken
	}
	site.Name = name
	return nil
}

// siteText returns a name on one line, without space around it.
func siteText(text string) (string, error) {
	text = oneLine(text)
	if utf8.RuneCountInString(text) > maxSiteText {
		return "", ErrSiteTextLong
	}
	return text, nil
}

// ParseSites reads a list of sites: an address on each line, or a table with commas,
// semicolons or tabs between its columns (RFC 4180 says how they are quoted), whose
// first line has headings among which is “address”; “name” and “client” may be there,
// too. Empty lines, and those that begin with #, are left out. All lines that can't be
// used are told, each as a *ListLineError, joined; then no site is returned.
func ParseSites(r io.Reader) ([]NewSite, error) {
	in := bufio.NewReader(io.LimitReader(r, maxListSize+1))
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	if len(text) > maxListSize {
		return nil, ErrListLong
	}
	content := strings.ReplaceAll(strings.TrimPrefix(string(text), "\ufeff"), "\r\n", "\n")
	table := csv.NewReader(strings.NewReader(content))
	first, _, _ := strings.Cut(content, "\n")
	table.Comma = separatorOf(first)
	table.Comment, table.FieldsPerRecord, table.LazyQuotes, table.TrimLeadingSpace = '#', -1, true, true
	var columns map[string]int // nil: the first column has addresses
	var sites []NewSite
	var wrong []error
	for first := true; ; first = false {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := table.FieldPos(0)
		if err != nil {
			return nil, &ListLineError{line, err}
		}
		if first {
			if columns = headings(record); columns != nil {
				continue
			}
		}
		if len(sites) >= maxSiteList {
			return nil, ErrListLong
		}
		s := siteIn(record, columns)
		if s == (NewSite{}) {
			continue
		}
		if _, err := weburl.ParseInput(s.Address); err != nil {
			wrong = append(wrong, &ListLineError{line, err})
		}
		sites = append(sites, s)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return sites, nil
}

// separatorOf returns what is between the columns of a table with such a first line.
func separatorOf(line string) rune {
	for _, separator := range "\t;" {
		if strings.ContainsRune(line, separator) {
			return separator
		}
	}
	return ','
}

// headings returns where which column is, nil where a line has no headings.
func headings(record []string) map[string]int {
	columns := make(map[string]int)
	for i, text := range record {
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "address", "url", "site", "website", "adresse", "domain":
			columns["address"] = i
		case "name":
			columns["name"] = i
		case "client", "customer", "kunde", "kundin":
			columns["client"] = i
		}
	}
	if _, ok := columns["address"]; !ok {
		return nil
	}
	return columns
}

// siteIn returns the site of a line.
func siteIn(record []string, columns map[string]int) NewSite {
	at := func(name string) string {
		i, ok := columns[name]
		if !ok || i >= len(record) {
			return ""
		}
		return strings.TrimSpace(record[i])
	}
	if columns == nil {
		return NewSite{Address: strings.TrimSpace(record[0])}
	}
	return NewSite{Address: at("address"), Name: at("name"), Client: at("client")}
}
