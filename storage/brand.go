package storage

import "errors"

// BrandID is that of a brand.
type BrandID int64

// ErrBrandTaken: another brand has this name.
var ErrBrandTaken = errors.New("another brand has this name")

// Brand is what an agency or its client puts on reports.
type Brand struct {
	ID   BrandID
	Name string // no two have the same, whatever the case of letters
	// Client is whose sites have it, "" for no client's. Default: sites without any
	// other brand have it; at most one is.
	Client  string
	Default bool
	Footer  string
	// Logo is a file, nil for none, and LogoType its media type.
	Logo     []byte
	LogoType string
	Accent   string // "#0f766e", "" for Sitewell's
	Language string // of reports, "" for the program's
	Promise  int    // days in which serious problems are fixed, 0 for no promise
	// Without are the parts that are left out of reports.
	Without []string
}
