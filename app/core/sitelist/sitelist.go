// Package sitelist reads the list of sites that somebody looks after: an address on each
// line, or a table with names and clients, as text, CSV or a workbook. It must not know
// which sites there are already.
package sitelist

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sitewell/app/core/addresslist"
	"sitewell/scanner/weburl"
)

// MaxSites is how many sites a list may have.
const MaxSites = 10_000

// ErrTooMany: a list has more than MaxSites sites.
var ErrTooMany = errors.New("list of sites is too long")

// Site is a row of a list.
type Site struct {
	Row     int // number of the line or row, from 1
	Address string
	Name    string
	Client  string
	// Start is the normalised address, by https where nothing else was written. Err is
	// why there is none: a *weburl.InputError.
	Start weburl.URL
	Err   error
}

// columns says where which column is; -1: nowhere.
type columns struct{ address, name, client int }

// Headings in English and German, in lower case.
var (
	addressHeadings = []string{"address", "url", "site", "website", "web site", "web address", "domain", "homepage", "link", "adresse", "internetadresse", "webadresse", "webseite", "seite"}
	nameHeadings    = []string{"name", "title", "site name", "label", "titel", "bezeichnung", "projekt", "project"}
	clientHeadings  = []string{"client", "customer", "company", "kunde", "kundin", "kunden", "auftraggeber", "firma", "mandant"}
)

// Read reads a list. Rows that can't be used are among the sites, with an Err. Errors: ErrTooMany, those of addresslist.Rows.
func Read(ctx context.Context, data []byte) ([]Site, error) {
	rows, err := addresslist.Rows(ctx, data)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	c, hasHeadings := headings(rows[0].Cells)
	if hasHeadings {
		rows = rows[1:]
	} else {
		c = guessed(rows)
	}
	if len(rows) > MaxSites {
		return nil, ErrTooMany
	}
	sites := make([]Site, len(rows))
	for i, row := range rows {
		sites[i] = c.site(row)
	}
	return sites, nil
}

// headings finds the columns in a row of headings; ok is false where the row is none.
func headings(cells []string) (c columns, ok bool) {
	find := func(names []string) int {
		return slices.IndexFunc(cells, func(cell string) bool {
			return slices.Contains(names, strings.ToLower(strings.Trim(cell, " \u00a0:*")))
		})
	}
	c = columns{find(addressHeadings), find(nameHeadings), find(clientHeadings)}
	return c, c.address >= 0
}

// guessed finds the columns where there are no headings: the one with the most addresses,
// and before and behind it one that names the site and one that names the client.
func guessed(rows []addresslist.Row) columns {
	counts := make(map[int]int)
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Cells))
		for i, cell := range row.Cells {
			if u, err := weburl.ParseInput(cell); err == nil && strings.ContainsAny(u[0].Host(), ".:") {
				counts[i]++
			}
		}
	}
	c := columns{0, -1, -1}
	for i := range width {
		if counts[i] > counts[c.address] {
			c.address = i
		}
	}
	for i := range width {
		switch {
		case i == c.address:
		case c.name < 0:
			c.name = i
		case c.client < 0:
			c.client = i
		}
	}
	return c
}

// site returns the site of a row.
func (c columns) site(row addresslist.Row) Site {
	at := func(i int) string {
		if i < 0 || i >= len(row.Cells) {
			return ""
		}
		return strings.Join(strings.Fields(row.Cells[i]), " ")
	}
	s := Site{Row: row.Number, Address: at(c.address), Name: at(c.name), Client: at(c.client)}
	urls, err := weburl.ParseInput(s.Address)
	if s.Err = err; err == nil {
		s.Start = urls[0]
	}
	return s
}

// IsSites reports whether a list is one of sites, and not of addresses of a site: it has a
// heading for clients, or home pages of different hosts and nothing else.
func IsSites(ctx context.Context, data []byte) bool {
	rows, err := addresslist.Rows(ctx, data)
	if err != nil || len(rows) == 0 {
		return false
	}
	if c, ok := headings(rows[0].Cells); ok && c.client >= 0 {
		return true
	}
	sites, err := Read(ctx, data)
	if err != nil || len(sites) < 2 {
		return false
	}
	hosts := make(map[string]bool)
	for _, s := range sites {
		if s.Err != nil {
			continue // it may still be a list of sites with a faulty row
		}
		if s.Start.Path() != "/" || s.Start.Query() != "" || hosts[s.Start.Host()] {
			return false
		}
		hosts[s.Start.Host()] = true
	}
	return len(hosts) > 1
}
