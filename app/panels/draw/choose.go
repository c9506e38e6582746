//go:build !headless

package main

import (
	"context"
	"slices"
	"strings"

	"sitewell/app/core"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// address is an address of a history with the result of one scan.
type address struct {
	scan  storage.ScanID
	row   storage.Row
	leaks bool // its error page shows what it should not
}

// addresses returns all addresses of a history, those of newer scans first.
func addresses(ctx context.Context, c *core.Core) (all []address, err error) {
	sites, err := c.Store.Sites(ctx)
	if err != nil {
		return nil, err
	}
	for _, site := range sites {
		scans, err := c.Store.Scans(ctx, site.ID)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(scans, func(a, b storage.Scan) int { return int(b.ID - a.ID) })
		for _, scan := range scans {
			found, err := addressesOf(ctx, c, scan.ID)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

func addressesOf(ctx context.Context, c *core.Core, scan storage.ScanID) (all []address, err error) {
	ids, err := c.Store.RowIDs(ctx, scan, storage.Filter{}, storage.Order{})
	if err != nil {
		return nil, err
	}
	rows, err := c.Store.Rows(ctx, scan, ids)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		d, err := c.Store.Detail(ctx, scan, row.ID)
		if err != nil {
			return nil, err
		}
		leaks := slices.ContainsFunc(d.Notes, func(n result.Note) bool { return n.Outcome == outcome.ErrorLeak })
		all = append(all, address{scan, row, leaks})
	}
	return all, nil
}

// firstOfEachScan returns an address of each scan.
func firstOfEachScan(all []address) []address {
	return slices.CompactFunc(slices.Clone(all), func(a, b address) bool { return a.scan == b.scan })
}

// panel is a panel to be drawn.
type panel struct {
	name string // of its files
	scan storage.ScanID
	id   storage.URLID
}

// choose returns for every outcome an address of the site and one of another
// site, and an error page that leaks, by name. It prefers the address with the
// most links and, among equals, the first.
func choose(all []address) []panel {
	best := make(map[string]address)
	consider := func(name string, a address) {
		if b, ok := best[name]; !ok || a.row.Sources > b.row.Sources {
			best[name] = a
		}
	}
	for _, a := range all {
		side := "other"
		if a.row.Internal {
			side = "own"
		}
		consider(string(a.row.Outcome)+"-"+side, a)
		if a.leaks {
			consider("error-leak-"+side, a)
		}
	}
	var panels []panel
	for name, a := range best {
		panels = append(panels, panel{name, a.scan, a.row.ID})
	}
	slices.SortFunc(panels, func(a, b panel) int { return strings.Compare(a.name, b.name) })
	return panels
}
